// A stream of bytes as batches of lines: bounded memory whatever the stream's length, and a line that is too long is only skipped over.

export const ndjsonLimits = { lineBytes: 256 * 1024, batchLines: 500 } as const;

/** A line without its end; `tooLong` lines carry their first bytes only. */
export interface Line {
  readonly bytes: Buffer;
  readonly tooLong: boolean;
}

/** Batches of at most 500 non-empty lines. The last line needs no end. */
export async function* ndjsonBatches(source: AsyncIterable<Buffer>): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  let batch: Line[] = [];
  for await (const chunk of source) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(start, end)]) : chunk.subarray(start, end);
      rest = Buffer.alloc(0);
      start = end + 1;
      if (skipping) skipping = false;
      else if (line.length > ndjsonLimits.lineBytes) batch.push({ bytes: line.subarray(0, 1024), tooLong: true });
      else if (!isBlank(line)) batch.push({ bytes: line, tooLong: false });
      if (batch.length === ndjsonLimits.batchLines) {
        yield batch;
        batch = [];
      }
    }
    if (skipping) continue;
    rest = start === 0 && rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.concat([rest, chunk.subarray(start)]);
    if (rest.length > ndjsonLimits.lineBytes) {
      batch.push({ bytes: rest.subarray(0, 1024), tooLong: true });
      rest = Buffer.alloc(0);
      skipping = true;
    }
  }
  if (!isBlank(rest)) batch.push({ bytes: rest, tooLong: false });
  if (batch.length > 0) yield batch;
}

const isBlank = (line: Buffer): boolean => line.length === 0 || (line.length < 64 && line.toString('latin1').trim() === '');
