// I5 of reliability.md 6.4: the tables are the fold of the ledger, by the oracle, by counting, and by projecting anew.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteReadModel } from '../../../services/adapters/sqlite/sqlite-read-model.ts';
import { avroEventCodec } from '../../../services/adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../../services/adapters/files/policy-directory.ts';
import { sqliteLedger } from '../../../services/adapters/sqlite/sqlite-ledger.ts';
import { projector } from '../../../services/projector/project.ts';
import { projectToEnd } from '../../../services/projector/run.ts';
import type { Fact } from '../oracle/facts.ts';
import { holdingKey, lineageOf } from '../oracle/lineage.ts';
import { readPolicies } from '../oracle/read-policies.ts';
import { contractsFolder, policiesFolder } from '../repository-folders.ts';
import { shorten, type Violations } from './check-ledger.ts';
import { factsOf, isQuarantine, type LedgerRow } from './ledger-file.ts';
import { liveReadModel, withReadModel, type Row } from './read-model-file.ts';

/** The holdings and verdicts of everybody equal what the oracle makes of the ledger. Only once the projection has caught up. */
export function checkAgainstOracle(data: string, rows: readonly LedgerRow[]): Violations {
  const policies = readPolicies(policiesFolder);
  const facts = factsOf(rows);
  const registers = facts.filter(({ person }) => person === null);
  const byPerson = Map.groupBy(
    facts.filter(({ person }) => person !== null),
    ({ person }) => person ?? '',
  );
  const [holdings, verdicts] = withReadModel(data, (read) => [
    Map.groupBy(read('SELECT s.data_subject, h.* FROM holding h JOIN subject s ON s.ord = h.ord'), (row) => String(row['data_subject'])),
    Map.groupBy(read('SELECT s.data_subject, e.event_id, e.outcome, e.findings FROM lineage_event e JOIN subject s ON s.ord = e.ord'), (row) =>
      String(row['data_subject']),
    ),
  ]);
  const violations: string[] = [];
  for (const [person, own] of byPerson) {
    const expected = lineageOf(person, [...registers, ...own], policies, Number.NEGATIVE_INFINITY);
    const held = new Map((holdings.get(person) ?? []).map((row) => [keyOf(row), row]));
    for (const holding of expected.holdings) {
      const row = held.get(holdingKey(holding));
      const should = [holding.since, holding.state, holding.stateSince, holding.dueAt, holding.retainUntil];
      const is = row ? [row['since'], row['state'], row['state_since'], row['due_at'], row['retain_until']] : null;
      if (JSON.stringify(is) !== JSON.stringify(should))
        violations.push(`I5: holding ${holdingKey(holding)} of ${person} is ${JSON.stringify(is)}, should be ${JSON.stringify(should)}`);
    }
    if (held.size !== expected.holdings.length) violations.push(`I5: ${person} has ${held.size} holdings, should have ${expected.holdings.length}`);
    const judged = new Map((verdicts.get(person) ?? []).map((row) => [row['event_id'], row]));
    for (const { eventId, outcome, findings } of expected.flows) {
      const row = judged.get(eventId);
      const should = [outcome, ...findings.map((finding) => `${finding.rule} ${finding.outcome}`)].join(', ');
      const is = row ? [row['outcome'], ...rulesOf(row)].join(', ') : 'missing';
      if (is !== should) violations.push(`I5: the verdict of ${eventId} is ${is}, should be ${should}`);
    }
  }
  for (const person of verdicts.keys()) if (!byPerson.has(person)) violations.push(`I5: ${person} is in the tables and not in the ledger`);
  return shorten(violations);
}

const keyOf = (row: Row): string => JSON.stringify([row['holder'], row['item'], row['purpose'], row['legal_basis'], row['clause']]);

const rulesOf = (row: Row): readonly string[] =>
  (JSON.parse(String(row['findings'] ?? '[]')) as { rule: string; outcome: string }[]).map(({ rule, outcome }) => `${rule} ${outcome}`).toSorted();

/** The tables hold as many rows as the ledger says. */
export function checkRowCounts(data: string, rows: readonly LedgerRow[]): Violations {
  const facts = factsOf(rows);
  const people = new Set(facts.flatMap(({ person }) => (person === null ? [] : [person])));
  const distinct = new Set(rows.filter((row) => !isQuarantine(row)).map(({ eventId }) => eventId));
  const expected: Readonly<Record<string, number>> = {
    subject: people.size,
    inbox: distinct.size,
    lineage_event: facts.filter(({ person }) => person !== null).length,
    consent: new Set(facts.filter(({ type }) => type === 'ConsentGranted').map(({ person, fields }) => `${person} ${String(fields['consent'])}`)).size,
    recipient: facts.filter(({ type }) => ['RecipientRegistered', 'RecipientChanged', 'RecipientTerminated'].includes(type)).length,
    quarantine_entry: rows.filter((row) => isQuarantine(row) && row.type === 'Quarantined').length,
    checkpoint: new Set(rows.map(({ stream }) => stream)).size,
  };
  return withReadModel(data, (read) => {
    const violations = Object.entries(expected).flatMap(([table, count]) => {
      const found = Number(read(`SELECT count(*) AS n FROM ${table}`)[0]?.['n']);
      return found === count ? [] : [`I5: ${table} has ${found} rows, should have ${count}`];
    });
    const flows = Number(read('SELECT coalesce(sum(events), 0) AS n FROM flow')[0]?.['n']);
    const handled = facts.filter(isCounted).reduce((sum, { fields }) => sum + (fields['items'] as readonly string[]).length, 0);
    if (flows !== handled) violations.push(`I5: the flows count ${flows} items, the events handled ${handled}`);
    return violations;
  });
}

const isCounted = ({ type }: Fact): boolean => ['PersonalDataCollected', 'PersonalDataShared', 'PersonalDataUsed'].includes(type);

/** A projection of the ledger from nothing gives the same digest of every table. Stops no one: both files are only read. */
export async function checkAgainstRebuild(data: string, rows: readonly LedgerRow[]): Promise<Violations> {
  const folder = mkdtempSync(join(data, '..', 'suyuan-anew-'));
  const ledger = sqliteLedger({ path: join(data, 'ledger', 'ledger.db'), readOnly: true });
  const anew = sqliteReadModel({ path: join(folder, 'read-model.db') });
  const live = sqliteReadModel({ path: liveReadModel(data), readOnly: true });
  try {
    const running = await projector({ readModel: anew, codec: avroEventCodec({ directory: contractsFolder }), registry: loadPolicyRegistry(policiesFolder) });
    for (const stream of await ledger.streams()) await projectToEnd(ledger, running, stream);
    const [is, should] = [await live.tableDigests(), await anew.tableDigests()];
    return [...should].flatMap(([table, digest]) =>
      is.get(table) === digest ? [] : [`I5: ${table} is not what a projection from nothing makes of ${rows.length} events`],
    );
  } finally {
    await live.close();
    await anew.close();
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Streams whose checkpoint is not at the end: the other checks of this file mean nothing then. */
export function checkCaughtUp(data: string, rows: readonly LedgerRow[]): Violations {
  const ends = new Map(rows.map((row) => [row.stream, row.revision]));
  const checkpoints = new Map(
    withReadModel(data, (read) => read('SELECT ledger, revision FROM checkpoint')).map((row) => [row['ledger'], Number(row['revision'])]),
  );
  return [...ends].flatMap(([stream, end]) =>
    checkpoints.get(stream) === end ? [] : [`I5: the checkpoint of ${stream} is ${checkpoints.get(stream) ?? 'missing'}, its end ${end}`],
  );
}
