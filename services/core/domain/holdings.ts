// Who holds which item of one person: a fold over that person's events in business order.
import type { PersonEvent } from './events.ts';
import { addYears } from './instants.ts';
import { compareByOccurrence, type PlacedPersonEvent } from './placed-event.ts';
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
  /** When an asked-for deletion is due; null also when nobody said by when: the law says 及时 and sets no day, so none is made up. */
  readonly dueAt: Instant | null;
  /** Until when the bank must keep it, counted from the end of the last relationship of the product; null while there is one. */
  readonly retainUntil: Instant | null;
  /** The events that began the episode and set the state. */
  readonly events: readonly EventId[];
}

export type Holdings = Map<string, Holding>;

/** Years to keep data of a product after the relationship ended; null when the policy states none. */
export type RetentionYears = (policyVersion: string | null, product: string) => number | null;

/** The state as of an instant, and since when: an asked-for deletion whose time is over is overdue from then on. */
export function stateAsOf({ state, stateSince, dueAt }: Pick<Holding, 'state' | 'stateSince' | 'dueAt'>, asOf: Instant) {
  const overdue = state === 'deletion-requested' && dueAt !== null && dueAt < asOf;
  return overdue ? ({ state: 'deletion-overdue', since: dueAt } as const) : { state, since: stateSince };
}

/** States in which nothing is held any more: getting the item again begins anew. */
export const endedStates: readonly HoldingState[] = ['deleted', 'anonymised', 'erased'];

const ended = (state: HoldingState): boolean => endedStates.includes(state);

/** What makes two holdings of one person the same. */
export const holdingKey = (h: Pick<Holding, 'holder' | 'item' | 'purpose' | 'legalBasis' | 'clause'>): string =>
  `${h.holder}\n${h.item}\n${h.purpose}\n${h.legalBasis}\n${h.clause}`;

/** Whether the event can change what is held already, so that a late one needs the whole fold again. A relationship that starts does when one of its product had ended: `history`. */
export function changesHoldings(event: PersonEvent, history: readonly PlacedPersonEvent[] = []): boolean {
  switch (event.type) {
    case 'RelationshipStarted':
      return history.some((fact) => fact.event.type === 'RelationshipEnded' && fact.event.product === event.product);
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

/**
 * Applies one event, which must not be earlier than those applied before. Returns the keys of the holdings that changed.
 * `history`: the person's facts, for the relationships there are; what came after the event does not count.
 */
export function applyToHoldings(
  holdings: Holdings,
  placed: PlacedPersonEvent,
  retentionYears: RetentionYears,
  history: readonly PlacedPersonEvent[] = [],
): readonly string[] {
  const { event } = placed;
  switch (event.type) {
    case 'PersonalDataCollected':
    case 'PersonalDataShared':
    case 'PersonalDataUsed':
      return acquire(holdings, placed, event);
    case 'PersonalDataDeleted':
      return settle(holdings, placed, {
        holder: event.at,
        items: event.items,
        purpose: event.purpose,
        state: event.method === 'unknown' ? null : event.method, // Something was done, and nobody can say what: nothing is known to have changed.
        dueAt: null,
      });
    case 'DeletionRequested':
      return settle(holdings, placed, { holder: event.at, items: event.items, purpose: null, state: 'deletion-requested', dueAt: event.dueAt });
    case 'RecipientNotified':
      return settle(holdings, placed, { holder: event.recipient, items: event.items, purpose: null, state: 'deletion-requested', dueAt: event.dueAt });
    case 'RecipientAcknowledged':
      return settle(holdings, placed, { holder: event.recipient, items: event.items, purpose: null, state: stateAcknowledged(event.outcome), dueAt: null });
    case 'RelationshipStarted':
      return setRetention(holdings, event.product, () => null);
    case 'RelationshipEnded': {
      if (continues(history, event.product, placed)) return [];
      return setRetention(holdings, event.product, ({ policyVersion, retainUntil }) => {
        const years = retentionYears(policyVersion, event.product);
        return years === null ? retainUntil : addYears(event.occurredAt, years);
      });
    }
    default:
      return [];
  }
}

type Acknowledged = Extract<PersonEvent, { type: 'RecipientAcknowledged' }>['outcome'];
const stateAcknowledged = (outcome: Acknowledged): HoldingState | null => (outcome === 'refused' ? 'deletion-refused' : outcome === 'unknown' ? null : outcome);

type Acquiring = Extract<PersonEvent, { type: 'PersonalDataCollected' | 'PersonalDataShared' | 'PersonalDataUsed' }>;

/** Who has what after an event that hands items over or makes them. */
function acquisition(event: Acquiring): { readonly holder: string; readonly items: readonly string[] } {
  if (event.type === 'PersonalDataShared') return { holder: event.recipient, items: event.items };
  return { holder: bank, items: event.type === 'PersonalDataUsed' ? event.derivedItems : event.items };
}

function acquire(holdings: Holdings, placed: PlacedPersonEvent, event: Acquiring): readonly string[] {
  const changed: string[] = [];
  const { holder, items } = acquisition(event);
  const { purpose, legalBasis } = event;
  const clause = event.clause ?? '';
  for (const item of items) {
    const key = holdingKey({ holder, item, purpose, legalBasis, clause });
    const current = holdings.get(key);
    if (current && !ended(current.state)) continue;
    const at = event.occurredAt;
    holdings.set(key, {
      holder,
      item,
      purpose,
      legalBasis,
      clause,
      policyVersion: event.policyVersion ?? '',
      product: event.product,
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

/** Keys of what an event acquires; none when it acquires nothing. */
export function acquiredKeys(event: PersonEvent): readonly string[] {
  if (event.type !== 'PersonalDataCollected' && event.type !== 'PersonalDataShared' && event.type !== 'PersonalDataUsed') return [];
  const { holder, items } = acquisition(event);
  const { purpose, legalBasis } = event;
  return items.map((item) => holdingKey({ holder, item, purpose, legalBasis, clause: event.clause ?? '' }));
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
    // Nobody can refuse what was not asked; that it was deleted or restricted stands whoever asked.
    if (to.state === 'deletion-refused' && holding.state !== 'deletion-requested') continue;
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

/** Whether a relationship of the product is open once the event has happened. */
function continues(history: readonly PlacedPersonEvent[], product: string, placed: PlacedPersonEvent): boolean {
  const open = new Set<string>();
  for (const fact of history.toSorted(compareByOccurrence)) {
    if (compareByOccurrence(fact, placed) > 0) break;
    const { event } = fact;
    if (event.type === 'RelationshipStarted' && event.product === product) open.add(event.relationship);
    if (event.type === 'RelationshipEnded' && event.product === product) open.delete(event.relationship);
  }
  return open.size > 0;
}

/** The retention clock of the bank's data of one product. */
function setRetention(holdings: Holdings, product: string, until: (holding: Holding) => Instant | null): readonly string[] {
  const changed: string[] = [];
  for (const [key, holding] of holdings) {
    if (holding.holder !== bank || holding.product !== product || ended(holding.state)) continue;
    const retainUntil = until(holding);
    if (holding.retainUntil === retainUntil) continue;
    holdings.set(key, { ...holding, retainUntil });
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
