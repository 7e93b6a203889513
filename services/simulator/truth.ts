// The truth about a simulation, kept by the simulator's own book-keeping.
import { formatInstant } from '../core/domain/instants.ts';
import { aboutWhom, type Noise } from './delivery.ts';
import { idOf, type Deviation, type EventJson, type Happening } from './journal.ts';
import type { Life } from './journey.ts';

export interface ExpectedFinding extends Deviation {
  readonly person: string;
  readonly producer: string;
  readonly sourceEventId: string;
  readonly eventId: string;
}

export interface Truth {
  readonly seed: number;
  readonly people: number;
  readonly from: string;
  readonly to: string;
  readonly policyVersion: string;
  readonly lines: number;
  /** Distinct events that can be accepted. */
  readonly events: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly poison: number;
  /** Poison lines that still say whom they are about: how many per person. */
  readonly poisonAbout: Readonly<Record<string, number>>;
  readonly outOfOrder: number;
  readonly late: Noise['late'];
  readonly expectedFindings: readonly ExpectedFinding[];
  /** Who holds what at the end: people per recipient, and per item there. */
  readonly exposure: Readonly<Record<string, { readonly people: number; readonly byItem: Readonly<Record<string, number>> }>>;
  /** What holders did with what they were asked to delete, the bank among them. */
  readonly deletions: readonly { readonly person: string; readonly holder: string; readonly outcome: string; readonly at: string }[];
  /** Events per clause. */
  readonly coverage: Readonly<Record<string, number>>;
}

export interface Ledgerbook {
  /** Takes down one whole life, in the order in which it happened. */
  write(life: Life): void;
  close(head: Pick<Truth, 'seed' | 'people' | 'from' | 'to' | 'policyVersion' | 'lines'>, noise: Noise): Truth;
}

export function truthBook(): Ledgerbook {
  const expectedFindings: ExpectedFinding[] = [];
  const deletions: Truth['deletions'][number][] = [];
  const exposure = new Map<string, { people: number; byItem: Map<string, number> }>();
  const coverage = new Map<string, number>();
  let events = 0;

  const expose = (happenings: readonly Happening[]): void => {
    for (const [recipient, items] of holdingsOf(happenings)) {
      const entry = exposure.get(recipient) ?? { people: 0, byItem: new Map<string, number>() };
      exposure.set(recipient, entry);
      entry.people += 1;
      for (const item of items) entry.byItem.set(item, (entry.byItem.get(item) ?? 0) + 1);
    }
  };

  return {
    write: ({ journal: { happenings }, person }) => {
      events += happenings.length;
      for (const happening of happenings) {
        const { event, deviation, clause, at } = happening;
        if (clause) coverage.set(clause.id, (coverage.get(clause.id) ?? 0) + 1);
        const { producer, sourceEventId } = event;
        if (deviation) expectedFindings.push({ person: aboutWhom(event, person), producer, sourceEventId, eventId: idOf(happening), ...deviation });
        const settled = settledBy(event);
        if (settled) deletions.push({ person: person.key, ...settled, at: formatInstant(at) });
      }
      expose(happenings);
    },
    close: (head, noise) => ({
      ...head,
      events,
      duplicates: noise.duplicates,
      conflicts: noise.conflicts,
      poison: noise.poison,
      poisonAbout: Object.fromEntries(noise.poisonAbout),
      outOfOrder: noise.outOfOrder,
      late: noise.late,
      expectedFindings,
      exposure: Object.fromEntries(
        [...exposure]
          .toSorted(byName)
          .map(([recipient, { people, byItem }]) => [recipient, { people, byItem: Object.fromEntries([...byItem].toSorted(byName)) }]),
      ),
      deletions,
      coverage: Object.fromEntries([...coverage].toSorted(byName)),
    }),
  };
}

/** Which holder settled a deletion by this event, and how. */
function settledBy(event: EventJson): { readonly holder: string; readonly outcome: string } | null {
  if (event.type === 'RecipientAcknowledged') return { holder: String(event['recipient']), outcome: String(event['outcome']) };
  return event.type === 'PersonalDataDeleted' ? { holder: String(event['at']), outcome: String(event['method']) } : null;
}

/** What each recipient holds of this person in the end: what was shared, less what was deleted there since. */
function holdingsOf(happenings: readonly Happening[]): ReadonlyMap<string, ReadonlySet<string>> {
  const held = new Map<string, Set<string>>();
  for (const { event } of happenings) {
    const recipient = String(event['recipient']);
    if (event.type === 'PersonalDataShared') {
      const items = held.get(recipient) ?? new Set();
      held.set(recipient, items);
      for (const item of event['items'] as readonly string[]) items.add(item);
    } else if (event.type === 'RecipientAcknowledged' && (event['outcome'] === 'deleted' || event['outcome'] === 'anonymised')) held.delete(recipient);
  }
  return held;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
