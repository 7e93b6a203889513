// I1 to I4 of reliability.md 6.4: what was acknowledged is there, once, in order, without holes.
import { factsOf, isQuarantine, quarantineEntries, uuidOf, type LedgerRow } from './ledger-file.ts';
import { text } from '../oracle/facts.ts';
import { withReadModel, type Row } from './read-model-file.ts';

/** Violations in words; empty is good. At most a few of each kind are listed, then their number. */
export type Violations = readonly string[];

const listedMax = 5;

/** The first few and how many more. */
export const shorten = (violations: readonly string[]): Violations =>
  violations.length <= listedMax ? violations : [...violations.slice(0, listedMax), `and ${violations.length - listedMax} more`];

/** I1 (and I11): every acknowledged event id is in the ledger or in quarantine. */
export function checkAcknowledged(rows: readonly LedgerRow[], acknowledged: Iterable<string>): Violations {
  const kept = new Set<string | null>([
    ...rows.filter((row) => !isQuarantine(row)).map(({ eventId }) => eventId),
    ...quarantineEntries(rows).map(({ reported }) => reported),
  ]);
  return shorten(
    [...new Set(acknowledged)].filter((id) => !kept.has(id)).map((id) => `I1: ${id} was acknowledged and is neither in the ledger nor in quarantine`),
  );
}

/** I2: no event stands twice in the ledger, the inbox holds exactly the ledger's events, and every inbox row points at its event. */
export function checkOnce(data: string, rows: readonly LedgerRow[]): Violations {
  const violations: string[] = [];
  const first = new Map<string, LedgerRow>();
  for (const row of rows) {
    const before = first.get(row.eventId);
    if (before) violations.push(`I2: ${row.eventId} stands in ${before.stream} ${before.revision} and in ${row.stream} ${row.revision}`);
    else first.set(row.eventId, row);
  }
  const ledger = new Map([...first].filter(([, row]) => !isQuarantine(row)));
  const inbox = withReadModel(data, (read) => read('SELECT lower(hex(event_id)) AS id, ledger, revision FROM inbox')).map((row): Row => ({
    ...row,
    event_id: uuidOf(String(row['id'])),
  }));
  for (const { event_id: id, ledger: stream, revision } of inbox) {
    const row = ledger.get(String(id));
    if (!row) violations.push(`I2: the inbox holds ${id}, which is not in the ledger`);
    else if (row.stream !== stream || row.revision !== revision)
      violations.push(`I2: the inbox has ${id} at ${stream} ${revision}, the ledger at ${row.stream} ${row.revision}`);
  }
  const applied = new Set(inbox.map((row) => row['event_id']));
  for (const id of ledger.keys()) if (!applied.has(id)) violations.push(`I2: ${id} is in the ledger and not in the inbox`);
  return shorten(violations);
}

/** Counters that a running system shows. */
export interface Conservation {
  readonly consumed: number;
  readonly appended: number;
  readonly quarantined: number;
  readonly duplicates: number;
}

/** I2: what was consumed became an event, a quarantine entry or a duplicate. */
export function checkConservation({ consumed, appended, quarantined, duplicates }: Conservation): Violations {
  const sum = appended + quarantined + duplicates;
  return consumed === sum ? [] : [`I2: consumed ${consumed}, but appended ${appended} + quarantined ${quarantined} + duplicates ${duplicates} = ${sum}`];
}

/** I3: each person's events stand in the order in which their producer numbered them: in the ledger, and in the timeline. */
export function checkOrder(data: string, rows: readonly LedgerRow[], numberOf: (sourceEventId: string) => number): Violations {
  const inLedger = factsOf(rows)
    .filter(({ person }) => person !== null)
    .map((fact) => ({
      person: fact.person ?? '',
      producer: text(fact, 'producer') ?? '',
      number: numberOf(text(fact, 'sourceEventId') ?? ''),
      where: 'ledger',
    }));
  const inTimeline = withReadModel(data, (read) =>
    read('SELECT s.data_subject, e.event FROM lineage_event e JOIN subject s ON s.ord = e.ord ORDER BY e.ord, e.ledger, e.revision'),
  ).map((row) => {
    const { producer, sourceEventId } = JSON.parse(String(row['event'])) as { producer: string; sourceEventId: string };
    return { person: String(row['data_subject']), producer, number: numberOf(sourceEventId), where: 'timeline' };
  });
  const violations: string[] = [];
  for (const list of [inLedger, inTimeline]) {
    const last = new Map<string, number>();
    for (const { person, producer, number, where } of list) {
      const key = `${person} ${producer}`;
      const before = last.get(key) ?? -1;
      if (number <= before) violations.push(`I3: in the ${where} number ${number} of ${producer} stands after ${before} for ${person}`);
      last.set(key, number);
    }
  }
  return shorten(violations);
}

/** I4: revisions of each stream are 0, 1, 2 … and recorded times never go back. */
export function checkContiguity(rows: readonly LedgerRow[]): Violations {
  const violations: string[] = [];
  const last = new Map<string, LedgerRow>();
  for (const row of rows) {
    const before = last.get(row.stream);
    const expected = before ? before.revision + 1 : 0;
    if (row.revision !== expected) violations.push(`I4: ${row.stream} has revision ${row.revision} where ${expected} should be`);
    if (before && row.recordedAt < before.recordedAt) violations.push(`I4: ${row.stream} ${row.revision} was recorded before ${before.revision}`);
    last.set(row.stream, row);
  }
  return shorten(violations);
}
