// The lineage answer of interfaces.md 5: what data about this person went where and why, as of a time and as known at one.
import type { PersonEvent } from '../core/domain/events.ts';
import { formatInstant } from '../core/domain/instants.ts';
import type { Holding } from '../core/domain/holdings.ts';
import { isLate, type PlacedEvent, type PlacedPersonEvent } from '../core/domain/placed-event.ts';
import { bank, type Bilingual, type DataSubject, type Instant } from '../core/domain/vocabulary.ts';
import { foldPerson, isJudgedPlaced } from '../core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../core/policy/recipient-history.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { JudgedEvent } from '../core/policy/rules/rule.ts';
import type { Finding, Verdict } from '../core/policy/verdict.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { PersonRecord } from '../core/ports/lineage-queries.ts';
import type { StoredEvent } from '../core/ports/read-model.ts';
import type { Incompleteness } from './completeness.ts';
import { labels, type Labels } from './labels.ts';

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

export interface AnsweredFlow {
  readonly [field: string]: unknown;
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly late: boolean;
  readonly from: string;
  readonly to: string;
  readonly items: readonly string[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string | null;
  readonly policyVersion: string | null;
  readonly verdict: Verdict;
}

export interface AnsweredHolding {
  readonly holder: string;
  readonly holderName: Bilingual;
  readonly item: string;
  readonly itemName: Bilingual;
  readonly since: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string;
  readonly state: string;
  readonly stateSince: string;
  readonly retainUntil: string | null;
  readonly events: readonly string[];
}

export interface LineageAnswer {
  readonly dataSubject: DataSubject;
  readonly asOf: string;
  readonly knownAt: string;
  readonly positions: Readonly<Record<string, string>>;
  readonly complete: boolean;
  readonly incompleteBecause: readonly Incompleteness[];
  readonly unattributedQuarantine: number;
  readonly holdings: readonly AnsweredHolding[];
  readonly flows: readonly AnsweredFlow[];
}

/** Builds the answer from one person's record. Without times in the question the stored verdicts and holdings serve; with them everything is folded anew. */
export function lineageAnswer(
  subject: DataSubject,
  record: PersonRecord,
  incomplete: readonly Incompleteness[],
  question: LineageQuestion,
  context: LineageContext,
): LineageAnswer {
  const names = labels(context.registry, record.recipients, context.codec);
  const seen = question.asOf === null && question.knownAt === null ? asStored(record) : asFolded(record, question, context);
  const asOf = question.asOf ?? context.now;
  const wanted = (item: string, party: string): boolean =>
    (question.item === null || item === question.item) && (question.recipient === null || party === question.recipient);
  const flows = seen.flows.filter((flow) => flow.items.some((item) => wanted(item, flow.to)));
  const holdings = seen.holdings.filter((holding) => wanted(holding.item, holding.holder));
  const touching = eventsByHolding(seen.flows);
  return {
    dataSubject: subject,
    asOf: formatInstant(asOf),
    knownAt: formatInstant(question.knownAt ?? context.now),
    positions: Object.fromEntries(
      [...record.checkpoints].filter(([stream]) => stream.startsWith('ledger-')).map(([stream, { revision }]) => [stream, String(revision)]),
    ),
    complete: incomplete.length === 0,
    incompleteBecause: incomplete,
    unattributedQuarantine: record.unattributed,
    holdings: holdings.map((holding) => answeredHolding(holding, asOf, names, touching)).toSorted(byHolderAndItem),
    flows,
  };
}

interface Seen {
  readonly flows: readonly AnsweredFlow[];
  readonly holdings: readonly Holding[];
}

function asStored(record: PersonRecord): Seen {
  const flows = record.events
    .filter(({ outcome }) => outcome !== null)
    .toSorted((a, b) => a.occurredAt - b.occurredAt || (a.revision < b.revision ? -1 : 1))
    .map((stored) =>
      flowOf(stored, JSON.parse(stored.json) as Record<string, unknown>, {
        outcome: stored.outcome ?? 'gap',
        findings: stored.findings === null ? [] : (JSON.parse(stored.findings) as Finding[]),
      }),
    );
  return { flows, holdings: record.holdings };
}

function asFolded(record: PersonRecord, { asOf, knownAt }: LineageQuestion, { codec, registry }: LineageContext): Seen {
  const visible = (stored: StoredEvent): boolean => (knownAt === null || stored.recordedAt <= knownAt) && (asOf === null || stored.occurredAt <= asOf);
  const recipients = new Map<string, PlacedEvent<RecipientEvent>[]>();
  for (const stored of record.recipients.filter((row) => knownAt === null || row.recordedAt <= knownAt))
    registerRecipient(recipients, placedOf(codec, stored) as PlacedEvent<RecipientEvent>);
  const stored = record.events.filter(visible);
  const fold = foldPerson(
    stored.map((row) => placedOf(codec, row) as PlacedPersonEvent),
    { registry, recipients },
  );
  const byId = new Map(stored.map((row) => [row.eventId, row]));
  const flows = fold.events.filter(isJudgedPlaced).flatMap((placed: PlacedEvent<JudgedEvent>) => {
    const row = byId.get(placed.eventId);
    const verdict = fold.verdicts.get(placed.eventId);
    return row && verdict ? [flowOf(row, JSON.parse(row.json) as Record<string, unknown>, verdict)] : [];
  });
  return { flows, holdings: [...fold.holdings.values()] };
}

function placedOf(codec: EventCodec, stored: StoredEvent): PlacedEvent {
  const encoded = codec.fromJson(JSON.parse(stored.json));
  if (!encoded.ok) throw new Error(`the stored event ${stored.eventId} does not read back: rebuild the read model`);
  return {
    eventId: stored.eventId,
    event: encoded.value.event as PersonEvent,
    stream: stored.stream,
    revision: stored.revision,
    recordedAt: stored.recordedAt,
  };
}

/** Who gave to whom: the person, a third party or the bank on the left; the bank or the recipient on the right. */
function flowOf(stored: StoredEvent, event: Record<string, unknown>, verdict: Verdict): AnsweredFlow {
  const shared = stored.type === 'PersonalDataShared';
  const from = shared
    ? event['mode'] === 'sdk-direct'
      ? 'data-subject'
      : bank
    : stored.type === 'PersonalDataUsed'
      ? bank
      : String(event['source'] ?? 'data-subject');
  return {
    eventId: stored.eventId,
    recordedAt: formatInstant(stored.recordedAt),
    late: isLate(stored.occurredAt, stored.recordedAt),
    from,
    to: shared ? String(event['recipient']) : bank,
    clause: null,
    policyVersion: null,
    ...event,
    verdict,
  } as unknown as AnsweredFlow;
}

const keyOf = (holder: string, item: string, purpose: string, basis: string, clause: string): string => `${holder}\n${item}\n${purpose}\n${basis}\n${clause}`;

/** The flows that put an item where it is held: all of them, not only the first. */
function eventsByHolding(flows: readonly AnsweredFlow[]): ReadonlyMap<string, readonly { readonly eventId: string; readonly occurredAt: string }[]> {
  const events = new Map<string, { eventId: string; occurredAt: string }[]>();
  for (const flow of flows) {
    const items = flow.type === 'PersonalDataUsed' ? ((flow['derivedItems'] as readonly string[] | undefined) ?? []) : flow.items;
    for (const item of items) {
      const key = keyOf(flow.to, item, flow.purpose, flow.legalBasis, flow.clause ?? '');
      const list = events.get(key);
      if (list) list.push(flow);
      else events.set(key, [flow]);
    }
  }
  return events;
}

function answeredHolding(holding: Holding, asOf: Instant, names: Labels, touching: ReturnType<typeof eventsByHolding>): AnsweredHolding {
  const overdue = holding.state === 'deletion-requested' && holding.dueAt !== null && holding.dueAt < asOf;
  const since = formatInstant(holding.since);
  const acquired = (touching.get(keyOf(holding.holder, holding.item, holding.purpose, holding.legalBasis, holding.clause)) ?? []).filter(
    (flow) => Date.parse(flow.occurredAt) >= holding.since,
  );
  return {
    holder: holding.holder,
    holderName: names.holder(holding.holder),
    item: holding.item,
    itemName: names.item(holding.item, holding.policyVersion),
    since,
    purpose: holding.purpose,
    legalBasis: holding.legalBasis,
    clause: holding.clause,
    state: overdue ? 'deletion-overdue' : holding.state,
    stateSince: formatInstant(overdue ? (holding.dueAt ?? holding.stateSince) : holding.stateSince),
    retainUntil: holding.retainUntil === null ? null : formatInstant(holding.retainUntil),
    events: [...new Set([...acquired.map(({ eventId }) => eventId), ...holding.events])],
  };
}

const byHolderAndItem = (a: AnsweredHolding, b: AnsweredHolding): number =>
  (a.holder === b.holder ? 0 : a.holder === bank ? -1 : b.holder === bank ? 1 : a.holder < b.holder ? -1 : 1) ||
  (a.item < b.item ? -1 : a.item > b.item ? 1 : a.since < b.since ? -1 : 1);
