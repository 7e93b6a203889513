// A stream of NDJSON reports of any length: batches in, receipts out, memory bounded, and a last line that says how it ended.
import type { Readable } from 'node:stream';
import { LineageError } from '../core/domain/errors.ts';
import { parseJson } from '../adapters/http/parse-json.ts';
import { problem } from '../adapters/http/problem-details.ts';
import { collect, type CollectDependencies, type OnInvalid, type Report } from './collect.ts';
import { ndjsonBatches, ndjsonLimits, type Line } from './ndjson.ts';
import { receiptJson } from './receipt-json.ts';
import { receiptQueue } from './receipt-queue.ts';

/** `each`: one receipt per line, in order. `summary`: progress after each batch and the counts at the end. */
export type ReceiptStyle = 'each' | 'summary';

/** Takes the stream; yields lines of NDJSON. Never throws: a fault is the last line, and every line with a receipt is safe. */
export function streamReports(body: Readable, invalid: OnInvalid, style: ReceiptStyle, dependencies: CollectDependencies): AsyncIterable<string> {
  const queue = receiptQueue();
  const counts = { lines: 0, recorded: 0, duplicate: 0, accepted: 0, quarantined: 0, rejected: 0, warnings: 0 };
  const take = async (): Promise<void> => {
    for await (const lines of ndjsonBatches(body)) {
      const receipts = await collect(lines.map(reportOf), invalid, dependencies);
      for (const { status, warnings } of receipts) {
        counts.lines += 1;
        counts[status] += 1;
        if (warnings) counts.warnings += 1;
      }
      await queue.push(
        style === 'each' ? receipts.map((receipt) => `${JSON.stringify(receiptJson(receipt))}\n`).join('') : `${JSON.stringify({ progress: counts })}\n`,
      );
    }
    if (style === 'summary') await queue.push(`${JSON.stringify({ summary: counts })}\n`);
  };
  void take()
    .catch((error: unknown) => queue.push(brokenOff(error)))
    .catch(() => {})
    .finally(() => {
      queue.end();
      body.resume(); // What is left of a stream that broke off is read and dropped, so that its sender can read why.
    });
  return queue;
}

/** The status line is gone already: the last line says that the stream broke off, and what of it is safe. */
function brokenOff(error: unknown): string {
  const known = error instanceof LineageError;
  const detail = `${known ? error.message : 'the stream broke off'}; every line with a receipt is safe, send the rest again`;
  return `${JSON.stringify({ error: problem(503, known ? error.code : 'ERR_STREAM', 'Not everything was taken', detail) })}\n`;
}

function reportOf(line: Line): Report {
  if (line.tooLong)
    return {
      raw: () => line.bytes,
      parsed: { ok: false, problem: { pointer: '', rule: 'size', expected: `a line of at most ${ndjsonLimits.lineBytes} bytes` } },
    };
  const parsed = parseJson(line.bytes);
  return { raw: () => line.bytes, parsed: parsed.ok ? parsed : { ok: false, problem: { pointer: '', rule: parsed.rule, expected: parsed.expected } } };
}
