// A stream of bytes as batches of lines: bounded memory whatever the stream's length, and a line that is too long is only skipped over.
import type { Readable } from 'node:stream';

/** A batch that is not full goes on its way once nothing more came for `lingerMs`: who sends slowly gets receipts too. */
export const ndjsonLimits = { lineBytes: 256 * 1024, batchLines: 500, lingerMs: 50 } as const;

/** A line without its end; of a `tooLong` line nothing is kept. */
export interface Line {
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

/** Batches of at most 500 non-empty lines. The last line needs no end. Does not end the source when it is left early: an answer may be on its way there. */
export async function* ndjsonBatches(source: Readable): AsyncGenerator<readonly Line[]> {
  const chunks = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  let batch: Line[] = [];
  for (;;) {
    const next = chunks.next();
    if (batch.length > 0 && (await isSilent(next))) {
      yield batch;
      batch = [];
    }
    const { done, value: chunk } = await next;
    if (done === true) break;
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(start, end)]) : chunk.subarray(start, end);
      rest = Buffer.alloc(0);
      start = end + 1;
      if (skipping) skipping = false;
      else if (line.length > ndjsonLimits.lineBytes) batch.push(tooLong);
      else if (!isBlank(line)) batch.push({ bytes: line, tooLong: false });
      if (batch.length === ndjsonLimits.batchLines) {
        yield batch;
        batch = [];
      }
    }
    if (skipping) continue;
    rest = Buffer.concat([rest, chunk.subarray(start)]);
    if (rest.length > ndjsonLimits.lineBytes) {
      batch.push(tooLong);
      rest = Buffer.alloc(0);
      skipping = true;
    }
  }
  if (!isBlank(rest)) batch.push({ bytes: rest, tooLong: false });
  if (batch.length > 0) yield batch;
}

const tooLong: Line = { bytes: Buffer.alloc(0), tooLong: true };

/** Whether nothing comes for a moment. A failure counts as something: it is met where it is awaited. */
async function isSilent(next: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const came = (): boolean => false;
  const silent = await Promise.race([next.then(came, came), new Promise<boolean>((resolve) => (timer = setTimeout(resolve, ndjsonLimits.lingerMs, true)))]);
  clearTimeout(timer);
  return silent;
}

const isBlank = (line: Buffer): boolean => line.length === 0 || (line.length < 64 && /^[ \t\r]*$/.test(line.toString('latin1')));
