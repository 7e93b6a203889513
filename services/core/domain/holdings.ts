// Who holds which item of one person: a fold over that person's events in business order.
import type { PersonEvent } from './events.ts';
import { addYears } from './instants.ts';
import type { PlacedPersonEvent } from './placed-event.ts';
import { bank, type EventId, type Instant } from './vocabulary.ts';

/** `deletion-overdue` is not stored: it is `deletion-requested` seen after `dueAt`. */
export type HoldingState = 'held' | 'restricted' | 'deletion-requested' | 'deletion-refused' | 'deleted' | 'anonymised' | 'erased';

/** One item at one holder under one purpose, basis and clause: the newest episode of it. */
export interface Holding {
  readonly holder: string;
  readonly item: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string;
  readonly policyVersion: string;
  readonly product: string | null;
  readonly since: Instant;
  readonly state: HoldingState;
  readonly stateSince: Instant;
  /** When an asked-for deletion is due. */
  readonly dueAt: Instant | null;
  /** Until when the bank must keep it, once the relationship ended. */
  readonly retainUntil: Instant | null;
  /** The events that began the episode and set the state. */
  readonly events: readonly EventId[];
}

export type Holdings = Map<string, Holding>;

/** Years to keep data of a product after the relationship ended; null when the policy states none. */
export type RetentionYears = (policyVersion: string | null, product: string) => number | null;

/** States in which nothing is held any more: getting the item again begins anew. */
export const endedStates: readonly HoldingState[] = ['deleted', 'anonymised', 'erased'];

const ended = (state: HoldingState): boolean => endedStates.includes(state);

/** What makes two holdings of one person the same. */
export const holdingKey = (h: Pick<Holding, 'holder' | 'item' | 'purpose' | 'legalBasis' | 'clause'>): string =>
  `${h.holder}\n${h.item}\n${h.purpose}\n${h.legalBasis}\n${h.clause}`;

/** Whether the event can end or restrict a holding, so that a late one needs the whole fold again. */
export function changesHoldings(event: PersonEvent): boolean {
  switch (event.type) {
    case 'PersonalDataDeleted':
    case 'DeletionRequested':
    case 'RecipientNotified':
    case 'RecipientAcknowledged':
    case 'RelationshipEnded':
      return true;
    default:
      return false;
  }
}

/** Applies one event, which must not be earlier than those applied before. Returns the keys of the holdings that changed. */
export function applyToHoldings(holdings: Holdings, placed: PlacedPersonEvent, retentionYears: RetentionYears): readonly string[] {
  const { event } = placed;
  switch (event.type) {
    case 'PersonalDataCollected':
      return acquire(holdings, placed, bank, event.items, event);
    case 'PersonalDataShared':
      return acquire(holdings, placed, event.recipient, event.items, event);
    case 'PersonalDataUsed':
      return acquire(holdings, placed, bank, event.derivedItems, event);
    case 'PersonalDataDeleted':
      return settle(holdings, placed, {
        holder: event.at,
        items: event.items,
        purpose: event.purpose,
        state: event.method === 'unknown' ? 'restricted' : event.method,
        dueAt: null,
      });
    case 'DeletionRequested':
      return settle(holdings, placed, { holder: event.at, items: event.items, purpose: null, state: 'deletion-requested', dueAt: event.dueAt });
    case 'RecipientNotified':
      return settle(holdings, placed, { holder: event.recipient, items: event.items, purpose: null, state: 'deletion-requested', dueAt: event.dueAt });
    case 'RecipientAcknowledged':
      return settle(holdings, placed, { holder: event.recipient, items: event.items, purpose: null, state: stateAcknowledged(event.outcome), dueAt: null });
    case 'RelationshipEnded':
      return startRetention(holdings, event.occurredAt, event.product, retentionYears);
    default:
      return [];
  }
}

type Acknowledged = Extract<PersonEvent, { type: 'RecipientAcknowledged' }>['outcome'];
const stateAcknowledged = (outcome: Acknowledged): HoldingState | null => (outcome === 'refused' ? 'deletion-refused' : outcome === 'unknown' ? null : outcome);

interface Origin {
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string | null;
  readonly policyVersion: string | null;
  readonly product: string | null;
}

function acquire(holdings: Holdings, placed: PlacedPersonEvent, holder: string, items: readonly string[], origin: Origin): readonly string[] {
  const changed: string[] = [];
  const clause = origin.clause ?? '';
  for (const item of items) {
    const key = holdingKey({ holder, item, purpose: origin.purpose, legalBasis: origin.legalBasis, clause });
    const current = holdings.get(key);
    if (current && !ended(current.state)) continue;
    const at = placed.event.occurredAt;
    holdings.set(key, {
      holder,
      item,
      purpose: origin.purpose,
      legalBasis: origin.legalBasis,
      clause,
      policyVersion: origin.policyVersion ?? '',
      product: origin.product,
      since: at,
      state: 'held',
      stateSince: at,
      dueAt: null,
      retainUntil: null,
      events: [placed.eventId],
    });
    changed.push(key);
  }
  return changed;
}

/** What an acquisition puts where nothing is held. */
export function acquisitionsOf(placed: PlacedPersonEvent, retentionYears: RetentionYears): readonly Holding[] {
  const alone: Holdings = new Map();
  applyToHoldings(alone, placed, retentionYears);
  return [...alone.values()];
}

interface Settlement {
  readonly holder: string;
  /** Empty means all. */
  readonly items: readonly string[];
  readonly purpose: string | null;
  readonly state: HoldingState | null;
  readonly dueAt: Instant | null;
}

function settle(holdings: Holdings, placed: PlacedPersonEvent, to: Settlement): readonly string[] {
  const changed: string[] = [];
  if (to.state === null) return changed;
  for (const [key, holding] of holdings) {
    if (holding.holder !== to.holder || ended(holding.state)) continue;
    if (to.purpose !== null && holding.purpose !== to.purpose) continue;
    if (to.items.length > 0 && !to.items.includes(holding.item)) continue;
    const sameState = holding.state === to.state;
    if (sameState && (to.dueAt === null || to.dueAt === holding.dueAt)) continue;
    holdings.set(key, {
      ...holding,
      state: to.state,
      stateSince: sameState ? holding.stateSince : placed.event.occurredAt,
      dueAt: to.state === 'deletion-requested' ? (to.dueAt ?? holding.dueAt) : null,
      events: [holding.events[0] ?? placed.eventId, placed.eventId],
    });
    changed.push(key);
  }
  return changed;
}

function startRetention(holdings: Holdings, endedAt: Instant, product: string, retentionYears: RetentionYears): readonly string[] {
  const changed: string[] = [];
  for (const [key, holding] of holdings) {
    if (holding.holder !== bank || holding.product !== product || ended(holding.state)) continue;
    const years = retentionYears(holding.policyVersion, product);
    if (years === null) continue;
    const until = addYears(endedAt, years);
    if (holding.retainUntil === until) continue;
    holdings.set(key, { ...holding, retainUntil: until });
    changed.push(key);
  }
  return changed;
}

/**
 * Applies an acquisition that arrived late, when nothing of this person ever ended a holding: the earlier beginning wins.
 * Null, and nothing changed, when two began in the same millisecond: then, as with an ending in the history, only the whole fold can tell.
 */
export function acquireLate(holdings: Holdings, placed: PlacedPersonEvent, retentionYears: RetentionYears): readonly string[] | null {
  const alone: Holdings = new Map();
  applyToHoldings(alone, placed, retentionYears);
  if ([...alone].some(([key, holding]) => holdings.get(key)?.since === holding.since)) return null;
  const changed: string[] = [];
  for (const [key, holding] of alone) {
    const current = holdings.get(key);
    if (current && current.since < holding.since) continue;
    holdings.set(key, holding);
    changed.push(key);
  }
  return changed;
}
