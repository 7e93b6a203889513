// The splitter of streams: the lines of the whole text, however it is cut on its way.
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ndjsonBatches, ndjsonLimits, type Line } from '../../../services/collector/ndjson.ts';

async function* chunked(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const sorted = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (let i = 1; i < sorted.length; i += 1) yield bytes.subarray(sorted[i - 1], sorted[i]);
}

async function split(bytes: Buffer, cuts: readonly number[] = []): Promise<{ readonly lines: readonly Line[]; readonly sizes: readonly number[] }> {
  const lines: Line[] = [];
  const sizes: number[] = [];
  for await (const batch of ndjsonBatches(Readable.from(chunked(bytes, cuts)))) {
    sizes.push(batch.length);
    lines.push(...batch.map(({ bytes: line, tooLong }) => ({ bytes: Buffer.from(line), tooLong })));
  }
  return { lines, sizes };
}

/** The same by splitting the whole: lines that are not blank. */
const naive = (bytes: Buffer): readonly Line[] =>
  bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => /[^ \t\r]/.test(line) || line.length >= 64)
    .map((line) => (line.length > ndjsonLimits.lineBytes ? { bytes: Buffer.alloc(0), tooLong: true } : { bytes: Buffer.from(line, 'latin1'), tooLong: false }));

describe('lines', () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom('\n', '\r\n', '\n\n', ' ', '\t', '{"a":1}', '溯源', '\u00a0', '\ufeff', '\u0000'), fc.string({ maxLength: 5 })))
    .map((parts) => Buffer.from(parts.join('')));
  const raw = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes.map((byte) => (byte < 60 ? 10 : byte))));

  test('are those of the whole, whatever the chunks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, raw), fc.array(fc.nat(200), { maxLength: 12 }), async (bytes, cuts) => {
        expect((await split(bytes, cuts)).lines).toEqual(naive(bytes));
      }),
      { numRuns: 500 },
    );
  });

  test('byte by byte too', async () => {
    const bytes = Buffer.from('{"a":"溯源"}\r\n\n  \n{"b":1}');
    expect((await split(bytes, Array.from(bytes.keys()))).lines).toEqual(naive(bytes));
  });
});

describe('bounds', () => {
  const long = (bytes: number): string => 'x'.repeat(bytes);

  test.each([
    ['as long as allowed', ndjsonLimits.lineBytes, false],
    ['one byte more', ndjsonLimits.lineBytes + 1, true],
    ['many times as long', ndjsonLimits.lineBytes * 5, true],
  ])('a line %s, with others around it, whatever the chunks', async (_name, length, tooLong) => {
    const bytes = Buffer.from(`{"a":1}\n${long(length)}\n{"b":2}\n`);
    for (const cuts of [[], [8], [9, 100_000, 200_000, 262_144, 262_160], Array.from({ length: 60 }, (_, i) => i * 30_011)]) {
      const { lines } = await split(bytes, cuts);
      expect(lines.map(({ tooLong: is, bytes: line }) => [is, line.length])).toEqual([
        [false, 7],
        [tooLong, tooLong ? 0 : length],
        [false, 7],
      ]);
    }
  });

  test('a line that is too long at the end of the stream, ended or not', async () => {
    for (const end of ['', '\n']) expect((await split(Buffer.from(`${long(300_000)}${end}`), [1000, 290_000])).lines).toMatchObject([{ tooLong: true }]);
  });

  test('batches hold at most 500 lines, also when every line is too long', async () => {
    expect((await split(Buffer.from('{}\n'.repeat(1201)), [1, 700, 2000])).sizes).toEqual([500, 500, 201]);
    const line = `${long(ndjsonLimits.lineBytes + 1)}\n`;
    const { sizes } = await split(Buffer.from(line.repeat(502)), [100_000]);
    expect(Math.max(...sizes)).toBe(500);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(502);
  });

  test('nothing is nothing', async () => expect((await split(Buffer.alloc(0))).sizes).toEqual([]));
});
