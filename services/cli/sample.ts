// A first look: an empty ledger is filled with people who live with the bank, and the lineage of one of them is shown.
import { Readable } from 'node:stream';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { LineageQueries } from '../core/ports/lineage-queries.ts';
import type { LineageAnswer } from '../query-api/lineage-answer.ts';
import { simulate } from '../simulator/simulate.ts';
import { isEmpty, projected } from './await-projection.ts';
import { showLineage } from './commands/lineage.ts';
import { progress } from './progress.ts';
import type { SystemClient } from './system-client.ts';

const sampleSeed = 8;
const flowsShown = 14;
const peopleLookedAt = 40;

/** Simulates people into an empty ledger. False when it was not empty: what is there is never mixed with a sample. */
export async function fillWithSample(client: SystemClient, registry: PolicyRegistry, people: number): Promise<boolean> {
  if (!(await isEmpty(client))) return false;
  const bar = progress('sample');
  const simulation = simulate({ people, seed: sampleSeed, registry });
  await client.stream('/v1/events?invalid=quarantine&receipts=summary', Readable.from(chunks(simulation.events())), (line) => {
    const { progress: now } = line as { readonly progress?: { readonly lines: number } };
    if (now) bar.update(now.lines, people * 70, `${now.lines} events`);
  });
  bar.end();
  await projected(client);
  return true;
}

function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line.endsWith('\n') ? line : `${line}\n`);
    if (chunk.length < 500) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}

/** Prints the lineage of a person with a story: among the first people the one whose newest flows have most to tell. */
export async function showSamplePerson(client: SystemClient, queries: LineageQueries): Promise<void> {
  let best: { readonly answer: LineageAnswer; readonly interest: number } | null = null;
  for (const subject of await queries.somePeople(peopleLookedAt)) {
    const answer = (await client.get(`/v1/data-subjects/${subject}/lineage`)) as LineageAnswer;
    const found = interest(answer);
    if (!best || found > best.interest) best = { answer, interest: found };
  }
  if (!best) return;
  const { answer } = best;
  showLineage(answer, { format: 'table' }, flowsShown);
  const earlier = answer.flows.length - flowsShown;
  if (earlier > 0) process.stdout.write(`… and ${earlier} earlier: npm run -s suyuan -- lineage ${answer.dataSubject} --purpose audit --case C-1\n`);
}

/** Different holders, verdicts and states among the flows that would be shown. */
function interest({ flows, holdings }: LineageAnswer): number {
  const shown = flows.slice(-flowsShown);
  const holders = new Set(shown.map(({ to }) => to));
  const states = new Set(holdings.filter(({ holder }) => holders.has(holder)).map(({ state }) => state));
  return holders.size + new Set(shown.map(({ verdict }) => verdict.outcome)).size * 4 + states.size * 3;
}
