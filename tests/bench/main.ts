// make bench: the measures of design.md 5 as ratios of one run, in a table and in bench.json. SCALE=small|medium|large (smoke: a test of the bench itself).
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { progress } from '../../services/cli/progress.ts';
import { endEveryProcess } from '../support/processes.ts';
import { policiesFolder } from '../support/repository-folders.ts';
import { lineOf, writeFigures, type Figure } from './figures.ts';
import { measureApart, type Spent } from './in-process.ts';
import type { LineageTimes } from './lineage-measure.ts';
import { linesOf } from './people.ts';
import { scaleOf, type Scale } from './scale.ts';
import { ask, ingest, type Ingested } from './whole-system.ts';

/** Cores that the bound of the pipeline counts on: collecting and projecting each have a thread. */
const cores = 2;

const started = performance.now();
const scaleName = process.env['SCALE'] ?? 'small';
const out = process.env['BENCH_OUT'] ?? 'bench.json';
const scale = scaleOf(scaleName);
const folder = mkdtempSync(join(tmpdir(), 'suyuan-bench-'));
const figures: Figure[] = [];

try {
  await run(scale);
  writeFigures(out, scaleName, (performance.now() - started) / 1000, figures);
} finally {
  await endEveryProcess();
  rmSync(folder, { recursive: true, force: true });
}

async function run({ pipeline: events, oneByOne, ledgers, people }: Scale): Promise<void> {
  await measurePipeline(events, oneByOne);
  const times: LineageTimes[] = [];
  for (const size of ledgers) {
    const { data, used } = await filledLedger(size);
    if (size === ledgers.at(-1)) show(`memory of the process at its peak, ${text(size)} events`, used.peakMiB, 'MiB', { below: 300 });
    show(`ingest → queryable, ${text(size)} events`, size / used.seconds, 'events/s');
    times.push(await measureLineage(data, size, people));
    if (size === ledgers.at(-1)) {
      await measureServe(data, size, (times.at(-1) as LineageTimes).people);
      await measureRebuild(data);
    }
    rmSync(data, { recursive: true });
  }
  const answers = times.map(({ answer }) => answer);
  show(`lineage answer, ${text(ledgers.at(-1) ?? 0)} events : ${text(ledgers[0] ?? 0)} events`, (answers.at(-1) ?? 0) / (answers[0] ?? 1), '×', { below: 1.5 });
}

async function measurePipeline(events: number, few: number): Promise<void> {
  const [file, more] = await linesFiles(events, few);
  const at = { events: file, ledger: join(folder, 'stages', 'ledger.db'), readModel: join(folder, 'stages', 'read-model.db') };
  say('each stage alone');
  const encode = await measureApart<Spent>('encode', at);
  const append = await measureApart<Spent>('append', at);
  const { judge, write } = await measureApart<{ readonly judge: Spent; readonly write: Spent }>('project', at);
  say('one event per transaction');
  const slow = await measureApart<Spent>('oneByOne', { ...at, events: more, count: few });
  rmSync(join(folder, 'stages'), { recursive: true });
  const whole = await ingestFile(join(folder, 'pipeline'), file, 'pipeline');
  rmSync(join(folder, 'pipeline'), { recursive: true });
  const stages = { 'parse and encode': encode, append, judge, 'write rows': write };
  for (const [name, { seconds, cpuSeconds }] of Object.entries(stages)) {
    show(`stage ${name} alone`, events / seconds, 'events/s');
    show(`stage ${name} alone, time on all cores per event`, (cpuSeconds / events) * 1e6, 'µs');
  }
  show('pipeline, time on all cores per event', (whole.cpuSeconds / events) * 1e6, 'µs');
  const all = Object.values(stages);
  const bound = Math.max(...all.map(({ seconds }) => seconds), all.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0) / cores);
  show(`bound set by the stages (${cores} cores)`, events / bound, 'events/s');
  show('ingest → queryable', events / whole.seconds, 'events/s');
  show('ingest → queryable : bound', bound / whole.seconds, '×', { atLeast: 0.7 });
  show('cores that the pipeline had', whole.cpuSeconds / whole.seconds, '');
  show('ingest → queryable : one event per transaction', events / whole.seconds / (few / slow.seconds), '×', { atLeast: 5 });
}

async function measureLineage(data: string, size: number, people: number): Promise<LineageTimes> {
  say(`lineage answers, ledger of ${text(size)} events`);
  const times = await measureApart<LineageTimes>('lineage', { readModel: join(data, 'read-model', 'read-model-0.db'), people });
  show(`lineage answer of a person with 100 events, ${text(size)} events`, times.answer, 'ms');
  show(`the same rows read bare, ${text(size)} events`, times.bare, 'ms');
  show(`lineage answer : bare read, ${text(size)} events`, times.answer / times.bare, '×', { below: 2 });
  show(`of the answer, reading the record, ${text(size)} events`, times.record, 'ms');
  return times;
}

async function measureServe(data: string, size: number, people: readonly string[]): Promise<void> {
  say('first answer after a start');
  const { firstAnswer, overHttp } = await ask(data, people);
  show(`serve → first answer, ${text(size)} events`, firstAnswer, 's', { below: 3 });
  show('lineage answer over HTTP, its audit record included', overHttp, 'ms');
  show('audit record of one look, on the disk', await measureApart<number>('audit', { ledger: join(folder, 'audit.db'), looks: people.length * 2 }), 'ms');
}

async function measureRebuild(data: string): Promise<void> {
  say('rebuild');
  const options = { ledger: join(data, 'ledger', 'ledger.db'), file: join(data, 'rebuilt.db') };
  const read = await measureApart<Spent & { readonly events: number }>('readAndDecode', options);
  const rebuilt = await measureApart<Spent & { readonly events: number; readonly projectedIn: number }>('rebuild', options);
  const copied = await measureApart<Spent>('copyRows', options);
  show('reading and decoding the ledger', read.events / read.seconds, 'events/s');
  show('rebuild, digests of the tables not counted', rebuilt.events / rebuilt.projectedIn, 'events/s');
  show('rebuild', rebuilt.events / rebuilt.seconds, 'events/s');
  show('writing the same rows by SQL alone', rebuilt.events / copied.seconds, 'events/s');
  show('rebuild : reading and decoding, and writing the same rows by SQL alone', (read.seconds + copied.seconds) / rebuilt.projectedIn, '×');
  show('rebuild : reading and decoding', read.seconds / rebuilt.seconds, '×', { atLeast: 0.6 });
  show('rebuild : reading and decoding, time on all cores', read.cpuSeconds / rebuilt.cpuSeconds, '×');
}

async function filledLedger(events: number): Promise<{ readonly data: string; readonly used: Ingested }> {
  const data = join(folder, `ledger-${events}`);
  return { data, used: await ingestFile(data, (await linesFiles(events))[0], `ledger of ${text(events)}`) };
}

async function ingestFile(data: string, file: string, label: string): Promise<Ingested> {
  const bar = progress(label);
  const used = await ingest(data, file, (share) => bar.update(share, 1));
  bar.end();
  rmSync(file);
  return used;
}

/** A file of that many events about people, and one of `more` that happen after them. */
async function linesFiles(events: number, more = 0): Promise<readonly [string, string]> {
  say(`${text(events)} events are made up`);
  const files = [join(folder, `events-${events}.ndjson`), join(folder, `events-${events}-more.ndjson`)] as const;
  const lines = linesOf(events + more, loadPolicyRegistry(policiesFolder));
  await pipeline(Readable.from(chunksOf(lines, events)), createWriteStream(files[0]));
  await pipeline(Readable.from(chunksOf(lines, more)), createWriteStream(files[1]));
  return files;
}

/** The next `count` lines, in pieces that are worth writing. */
function* chunksOf(lines: Iterator<string>, count: number): Generator<string> {
  let chunk = '';
  for (let i = 0; i < count; i += 1) {
    chunk += lines.next().value ?? '';
    if (chunk.length < 256 * 1024) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function show(measure: string, value: number, unit: string, asked: Figure['asked'] = null): void {
  const figure = { measure, value, unit, asked };
  figures.push(figure);
  process.stdout.write(`${lineOf(figure)}\n`);
}

function say(doing: string): void {
  process.stderr.write(`[${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s] ${doing}\n`);
}

function text(events: number): string {
  return events >= 1_000_000 ? `${events / 1_000_000} M` : events >= 1000 ? `${events / 1000} k` : String(events);
}
