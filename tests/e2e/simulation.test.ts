// People living with the bank, from the simulator to the answers: what is true is found, nothing else is, and every answer is the oracle's.
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withReadModel } from '../support/checker/read-model-file.ts';
import { acceptLines, personOf, type AcceptedLines } from '../support/oracle/accept-lines.ts';
import { reduceAnswer, reduceOracle, type AnsweredLineage } from '../support/oracle/compare-answers.ts';
import { lineageOf } from '../support/oracle/lineage.ts';
import { readPolicies } from '../support/oracle/read-policies.ts';
import { endEveryProcess, runCommand, serve, type Server } from '../support/processes.ts';
import { randomSource } from '../support/random-source.ts';
import { contractsFolder, policiesFolder } from '../support/repository-folders.ts';
import { sharedScratchFolder } from '../support/scratch-folder.ts';

/** `PEOPLE=10000` for the whole town. */
const people = Number(process.env['PEOPLE'] ?? 2000);
const seed = Number(process.env['SEED'] ?? 7);
const asked = 100;
const setUpMaxMs = 45 * 60_000;

const folder = sharedScratchFolder();
const [data, file] = [join(folder, 'data'), join(folder, 'sample', 'events.ndjson')];

interface Truth {
  readonly lines: number;
  readonly events: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly poison: number;
  readonly expectedFindings: readonly { readonly eventId: string; readonly outcome: string; readonly rules: readonly string[] }[];
  readonly exposure: Readonly<Record<string, { readonly people: number; readonly byItem: Readonly<Record<string, number>> }>>;
}

interface Found {
  readonly eventId: string;
  readonly verdict: { readonly outcome: string; readonly findings: readonly { readonly rule: string }[] };
}

interface Ingested {
  readonly lines: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

let truth: Truth;
let ingested: Ingested;
let sample: readonly string[];
let accepted: AcceptedLines;

beforeAll(async () => {
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const result = await work();
    process.stdout.write(`simulation of ${people} people, seed ${seed}: ${name} ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    return result;
  };
  await step('simulate', () => runCommand(['simulate', '--people', String(people), '--seed', String(seed), '--out', join(folder, 'sample')]));
  truth = JSON.parse(readFileSync(join(folder, 'sample', 'truth.json'), 'utf8')) as Truth;
  const { stdout } = await step(`ingest and project ${truth.lines} lines`, () => runCommand(['ingest', file, '--data', data, '--format', 'json']));
  ingested = JSON.parse(stdout) as Ingested;
  sample = await somePeople();
  const wanted = new Set<string | null>([null, ...sample]);
  const accept = { contracts: contractsFolder, now: Date.now(), wanted: (person: string | null) => wanted.has(person) };
  accepted = await step('read again by the oracle', () => acceptLines(lines(), accept));
}, setUpMaxMs);
afterAll(endEveryProcess);

const lines = (): AsyncIterable<string> => createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });

/** A hundred of those that the lines are about. */
async function somePeople(): Promise<readonly string[]> {
  const everybody = new Set<string>();
  for await (const line of lines()) {
    const person = parsed(line);
    if (person !== null) everybody.add(person);
  }
  const random = randomSource(seed);
  return [...everybody]
    .map((person) => ({ person, draw: random.next() }))
    .toSorted((a, b) => a.draw - b.draw)
    .slice(0, asked)
    .map(({ person }) => person);
}

function parsed(line: string): string | null {
  try {
    return personOf(JSON.parse(line) as Record<string, unknown>);
  } catch {
    return null; // poison
  }
}

test('every line is accounted for: events, duplicates, conflicts, poison', () => {
  const { events, duplicates, conflicts, poison } = truth;
  expect(ingested).toMatchObject({ lines: truth.lines, accepted: events, duplicate: duplicates, quarantined: conflicts + poison });
  expect({ events: accepted.events, duplicates: accepted.duplicates, conflicts: accepted.conflicts, poison: accepted.poison }).toEqual({
    events,
    duplicates,
    conflicts,
    poison,
  });
});

test('the findings are exactly those that were put there, with every rule', async () => {
  const { stdout } = await runCommand(['findings', '--data', data, '--limit', '0', '--format', 'ndjson']);
  const found = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Found)
    .map(({ eventId, verdict }) => `${eventId} ${verdict.outcome} ${[...new Set(verdict.findings.map(({ rule }) => rule))].toSorted().join(' ')}`);
  const expected = truth.expectedFindings.map(({ eventId, outcome, rules }) => `${eventId} ${outcome} ${rules.toSorted().join(' ')}`);
  const missing = expected.filter((finding) => !new Set(found).has(finding));
  const unexpected = found.filter((finding) => !new Set(expected).has(finding));
  expect({ missing: missing.slice(0, 20), unexpected: unexpected.slice(0, 20) }).toEqual({ missing: [], unexpected: [] });
  expect(found.length).toBe(expected.length);
});

test('who is exposed to whom is what the truth says', () => {
  const gone = "('deleted', 'anonymised', 'erased')";
  const [byRecipient, byItem] = withReadModel(data, (read) => [
    read(`SELECT holder, count(DISTINCT ord) AS people FROM holding WHERE holder <> 'webank' AND state NOT IN ${gone} GROUP BY holder`),
    read(`SELECT holder, item, count(DISTINCT ord) AS people FROM holding WHERE holder <> 'webank' AND state NOT IN ${gone} GROUP BY holder, item`),
  ]);
  const held = Object.fromEntries(
    byRecipient.map(({ holder, people: n }) => [
      holder,
      { people: n, byItem: Object.fromEntries(byItem.filter((row) => row['holder'] === holder).map((row) => [row['item'], row['people']])) },
    ]),
  );
  expect(held).toEqual(truth.exposure);
});

describe(`the lineage of ${asked} random people`, () => {
  let server: Server;
  beforeAll(async () => {
    server = await serve(data);
  });

  const ask = async <T>(path: string, body?: object): Promise<T> => {
    const looking = { 'suyuan-purpose': 'test', 'suyuan-case': 'T-1' };
    const init =
      body === undefined ? { headers: looking } : { method: 'POST', headers: { ...looking, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(new URL(path, server.url), init);
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };

  /** The pseudonym of a person that is known by an identifier. */
  const subjectOf = async (person: string): Promise<string> => {
    const [type = '', value = ''] = person.split(':');
    if (value === '') return person;
    return (await ask<{ dataSubjects: readonly string[] }>('/v1/data-subjects/search', { type, value })).dataSubjects[0] ?? 'nobody';
  };

  test('equals a brute-force fold of events.ndjson: holdings, flows, verdicts, completeness', async () => {
    const policies = readPolicies(policiesFolder);
    for (const person of sample) {
      const answer = await ask<AnsweredLineage & { readonly complete: boolean }>(`/v1/data-subjects/${await subjectOf(person)}/lineage`);
      expect(reduceAnswer(answer)).toEqual(reduceOracle(lineageOf(person, accepted.facts, policies, Date.now())));
      expect({ person, complete: answer.complete }).toEqual({ person, complete: !accepted.incomplete.has(person) });
    }
    await server.stop();
  });
});
