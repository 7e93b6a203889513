// What the decompressors do with bytes that nobody's compressor wrote; that they read what Kafka writes is tested on a broker.
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLz4Frame } from '../../../services/adapters/kafka/lz4.ts';
import { readSnappy } from '../../../services/adapters/kafka/snappy.ts';

const frame = (...blocks: readonly Buffer[]): Buffer => {
  const sized = blocks.flatMap((block) => [u32(block.length), block]);
  return Buffer.concat([u32(0x184d2204), Buffer.from([0x60, 0x40, 0x82]), ...sized, u32(0)]);
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
/** One literal, then a match of one byte back that goes on and on. */
const lz4Run = (lengthBytes: number): Buffer => Buffer.concat([Buffer.from([0x1f, 0x61, 0x01, 0x00]), Buffer.alloc(lengthBytes, 255), Buffer.from([0])]);

describe('LZ4', () => {
  test('a match that overlaps itself, and one into the block before', () => {
    expect(readLz4Frame(frame(lz4Run(1)), 1000).toString()).toBe('a'.repeat(1 + 4 + 15 + 255));
    expect(readLz4Frame(frame(Buffer.from([0x20, 0x61, 0x62]), Buffer.from([0x00, 0x02, 0x00])), 1000).toString()).toBe('ababab');
  });
  test('no more than the limit, whatever the frame claims', () => expect(() => readLz4Frame(frame(lz4Run(200)), 10_000)).toThrow(RangeError));
  test('a match before the beginning', () => expect(() => readLz4Frame(frame(Buffer.from([0x10, 0x61, 0x09, 0x00])), 1000)).toThrow(RangeError));
});

describe('Snappy', () => {
  test('literals and copies', () => expect(readSnappy(Buffer.from([5, 0x04, 0x61, 0x62, (2 << 2) | 2, 2, 0]), 1000).toString()).toBe('ababa'));
  test('no more than the limit, whatever the block claims', () =>
    expect(() => readSnappy(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]), 1000)).toThrow(RangeError));
  test('a block of another size than it says', () => expect(() => readSnappy(Buffer.from([9, 0x04, 0x61, 0x62]), 1000)).toThrow(RangeError));
});

test.each([
  ['LZ4', (bytes: Buffer) => readLz4Frame(frame(bytes), 10_000)],
  ['Snappy', (bytes: Buffer) => readSnappy(bytes, 10_000)],
] as const)('%s: noise ends in output or in RangeError, soon', (_, read) => {
  assert(
    property(uint8Array({ maxLength: 200 }), (noise) => {
      try {
        expect(read(Buffer.from(noise)).length).toBeLessThanOrEqual(10_000);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
});
