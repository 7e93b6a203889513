// The lineage answer of interfaces.md 5: what data about this person went where and why, as of a time and as known at one.
import { formatInstant } from '../core/domain/instants.ts';
import type { Holding } from '../core/domain/holdings.ts';
import type { PlacedPersonEvent } from '../core/domain/placed-event.ts';
import type { DataSubject, Instant } from '../core/domain/vocabulary.ts';
import { foldPerson } from '../core/policy/person-fold.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { Finding } from '../core/policy/verdict.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { PersonRecord } from '../core/ports/lineage-queries.ts';
import { placedOf, registerOf } from '../core/ports/stored-events.ts';
import type { StoredEvent } from '../core/ports/read-model.ts';
import { flowOf, namedItems, type AnsweredFlow, type TimedFlow } from './answered-flow.ts';
import { answeredHoldings, type AnsweredHolding } from './answered-holding.ts';
import { byOccurrence } from './business-order.ts';
import type { Incompleteness } from './completeness.ts';
import { labels, type Labels } from './labels.ts';
import { whatBecame, type Became } from './what-became.ts';

export interface LineageQuestion {
  /** Business time: nothing that happened later. Null: now. */
  readonly asOf: Instant | null;
  /** Ledger time: nothing recorded later. Null: all there is. */
  readonly knownAt: Instant | null;
  readonly item: string | null;
  readonly recipient: string | null;
}

export interface LineageContext {
  readonly codec: EventCodec;
  readonly registry: PolicyRegistry;
  readonly now: Instant;
}

export interface LineageAnswer {
  readonly dataSubject: DataSubject;
  readonly asOf: string;
  readonly knownAt: string;
  /** Last revision of each ledger stream that the answer covers. */
  readonly positions: Readonly<Record<string, string>>;
  readonly complete: boolean;
  readonly incompleteBecause: readonly Incompleteness[];
  /** Reports in quarantine of which nobody can tell whom they are about. */
  readonly unattributedQuarantine: number;
  readonly holdings: readonly AnsweredHolding[];
  readonly flows: readonly (AnsweredFlow & { readonly became: readonly Became[] })[];
}

/** Builds the answer from one person's record. Without times in the question the stored verdicts and holdings serve; with them everything is folded anew. */
export function lineageAnswer(
  subject: DataSubject,
  record: PersonRecord,
  incomplete: readonly Incompleteness[],
  { asOf, knownAt, item, recipient }: LineageQuestion,
  context: LineageContext,
): LineageAnswer {
  const names = labels(context.registry, record.recipients);
  const seen = asOf === null && knownAt === null ? asStored(record, names, context.codec) : asFolded(record, { asOf, knownAt }, context, names);
  const wanted = (code: string, party: string): boolean => (item === null || code === item) && (recipient === null || party === recipient);
  const became = whatBecame(seen.holdings, asOf ?? context.now, seen.placed);
  const holdings = answeredHoldings(seen.holdings, seen.flows, asOf ?? context.now, names);
  return {
    dataSubject: subject,
    asOf: formatInstant(asOf ?? context.now),
    knownAt: formatInstant(knownAt ?? context.now),
    positions: Object.fromEntries(
      [...record.checkpoints].filter(([stream]) => stream.startsWith('ledger-')).map(([stream, { revision }]) => [stream, String(revision)]),
    ),
    complete: incomplete.length === 0,
    incompleteBecause: incomplete,
    unattributedQuarantine: record.unattributed,
    holdings: holdings.filter((holding) => wanted(holding.item, holding.holder)),
    flows: seen.flows
      .filter(({ flow }) => namedItems(flow).some((code) => wanted(code, flow.to)))
      .map((timed) => Object.assign(timed.flow, { became: became(timed) })),
  };
}

interface Seen {
  /** All events that it rests on. */
  readonly placed: () => readonly PlacedPersonEvent[];
  readonly flows: readonly TimedFlow[];
  readonly holdings: readonly Holding[];
}

function asStored(record: PersonRecord, names: Labels, codec: EventCodec): Seen {
  const flows = record.events
    .filter(({ outcome }) => outcome !== null)
    .toSorted(byOccurrence)
    .map((stored) =>
      flowOf(stored, { outcome: stored.outcome ?? 'gap', findings: stored.findings === null ? [] : (JSON.parse(stored.findings) as Finding[]) }, names),
    );
  return { placed: () => record.events.map((stored) => placedOf(codec, stored) as PlacedPersonEvent), flows, holdings: record.holdings };
}

function asFolded(
  record: PersonRecord,
  { asOf, knownAt }: Pick<LineageQuestion, 'asOf' | 'knownAt'>,
  { codec, registry }: LineageContext,
  names: Labels,
): Seen {
  const known = (stored: StoredEvent): boolean => knownAt === null || stored.recordedAt <= knownAt;
  const recipients = registerOf(codec, record.recipients.filter(known));
  const visible = record.events.filter((stored) => known(stored) && (asOf === null || stored.occurredAt <= asOf));
  const rows = new Map(visible.map((stored) => [stored.eventId, stored]));
  const fold = foldPerson(
    visible.map((stored) => placedOf(codec, stored) as PlacedPersonEvent),
    { registry, recipients },
  );
  const flows = fold.events.flatMap(({ eventId }) => {
    const [stored, verdict] = [rows.get(eventId), fold.verdicts.get(eventId)];
    return stored && verdict ? [flowOf(stored, verdict, names)] : [];
  });
  return { placed: () => fold.events, flows, holdings: [...fold.holdings.values()] };
}
