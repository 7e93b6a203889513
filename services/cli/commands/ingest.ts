// suyuan ingest: files of NDJSON events through the intake into the ledger. Sending twice changes nothing.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { Transform } from 'node:stream';
import type { Command } from 'commander';
import { LineageError } from '../../core/domain/errors.ts';
import { projected } from '../await-projection.ts';
import { counted, languageOf, phrase } from '../language.ts';
import { withSystem, type SystemOptions } from '../open-system.ts';
import { example, onSystem, withFormat } from '../options.ts';
import { formatOf, printRows, say } from '../output.ts';
import { progress } from '../progress.ts';
import { refused, type SystemClient } from '../system-client.ts';

export interface Counts {
  readonly lines: number;
  readonly recorded: number;
  readonly duplicate: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly warnings: number;
}

interface IngestOptions extends SystemOptions {
  readonly format: string;
  readonly lang?: string;
  readonly wait: boolean;
}

export function addIngest(suyuan: Command): void {
  const command = suyuan
    .command('ingest <files...>')
    .description('send NDJSON events through the intake, from files or - for stdin; wait until the ledger has them')
    .option('--no-wait', 'do not wait until the answers show them');
  example(withFormat(onSystem(command)), 'ingest sample/events.ndjson', 'zcat events.ndjson.gz | suyuan ingest -').action(
    async (files: readonly string[], options: IngestOptions) => {
      const format = formatOf(options.format);
      for (const file of files) checkFile(file);
      await withSystem(options, async (client) => {
        const rows: (Counts & { readonly file: string })[] = [];
        for (const file of files) rows.push({ file, ...(await ingestFile(file, client)) });
        if (options.wait) await projected(client);
        const total = (key: keyof Counts): number => rows.reduce((sum, row) => sum + row[key], 0);
        const whole = {
          accepted: total('recorded') + total('accepted'),
          duplicate: total('duplicate'),
          quarantined: total('quarantined'),
          rejected: total('rejected'),
          lines: total('lines'),
          warnings: total('warnings'),
          files: rows,
        };
        const title = phrase(languageOf(options.lang));
        const column = (key: keyof Counts, heading: string) => ({ key, title: heading, show: (row: Counts) => String(row[key]) });
        printRows(
          format,
          rows,
          [
            { key: 'file', title: title('File', '文件'), show: ({ file }: { readonly file: string }) => file },
            column('lines', title('Lines', '行数')),
            { key: 'accepted', title: title('Accepted', '已入账'), show: (row: Counts) => String(row.recorded + row.accepted) },
            column('duplicate', title('Duplicate', '重复')),
            column('quarantined', title('Quarantined', '隔离')),
          ] as const,
          whole,
        );
        if (whole.quarantined > 0) say(`${counted(whole.quarantined, 'line')} could not be accepted: \`suyuan quarantine list\` says why`);
        if (whole.rejected > 0) say(`refused as too long to be kept: ${counted(whole.rejected, 'line')}, to be sent again as smaller events`);
        if (whole.warnings > 0)
          say(`recorded, and not judged compliant: ${counted(whole.warnings, 'event')} with a clause, item or purpose that the policy does not have`);
      });
    },
  );
}

/** What stands for the standard input among the files. */
const stdin = '-';

function checkFile(file: string): void {
  if (file === stdin) return;
  if (!existsSync(file)) throw new LineageError('ERR_INPUT', `there is no file ${file}`);
  if (statSync(file).isDirectory()) throw new LineageError('ERR_INPUT', `${file} is a folder: name the files in it`);
}

/** Sends one file, or the standard input, as a stream. @throws LineageError when the stream broke off: what has a receipt is safe, sending the file again goes on. */
export async function ingestFile(file: string, client: SystemClient): Promise<Counts> {
  const bytes = file === stdin ? 0 : statSync(file).size;
  const bar = progress('ingest');
  let counts: Counts | null = null;
  let sent = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      sent += chunk.length;
      done(null, chunk);
    },
  });
  const source = file === stdin ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
  source.on('error', (cause: unknown) => meter.destroy(new LineageError('ERR_INPUT', `${file} cannot be read`, { cause })));
  await client.stream('/v1/events?invalid=quarantine&receipts=summary', source.pipe(meter), (line) => {
    const { progress: now, summary, error } = line as { readonly progress?: Counts; readonly summary?: Counts; readonly error?: unknown };
    if (error !== undefined) throw refused(error, 503);
    if (now) bar.update(sent, bytes, `${now.lines} lines`);
    if (summary) counts = summary;
  });
  bar.end();
  if (!counts) throw new LineageError('ERR_UNREACHABLE', 'the stream broke off: send the file again, what is recorded stays', { retriable: true });
  return counts;
}
