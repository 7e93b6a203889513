// Who holds what: for each (holder, item, purpose, basis, clause) one walk over all events of the person.
import { inBusinessOrder, instant, list, text, type Fact } from './facts.ts';
import type { OraclePolicy } from './read-policies.ts';

export interface OracleHolding {
  readonly holder: string;
  readonly item: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string;
  /** Milliseconds. */
  readonly since: number;
  readonly state: string;
  readonly stateSince: number;
  readonly dueAt: number | null;
  readonly retainUntil: number | null;
  /** Ids of all arrivals since it began and of the event that set its state, sorted. */
  readonly events: readonly string[];
}

interface Arrival {
  readonly fact: Fact;
  readonly holder: string;
  readonly item: string;
}

/** What an event brought where. */
function arrivals(fact: Fact): readonly Arrival[] {
  if (fact.type === 'PersonalDataCollected') return list(fact, 'items').map((item) => ({ fact, holder: 'webank', item }));
  if (fact.type === 'PersonalDataUsed') return list(fact, 'derivedItems').map((item) => ({ fact, holder: 'webank', item }));
  if (fact.type === 'PersonalDataShared') return list(fact, 'items').map((item) => ({ fact, holder: text(fact, 'recipient') ?? '', item }));
  return [];
}

const keyOf = ({ fact, holder, item }: Arrival): string =>
  JSON.stringify([holder, item, text(fact, 'purpose'), text(fact, 'legalBasis'), text(fact, 'clause') ?? '']);

/** Every holding of one person, ended ones included, in no particular order. */
export function holdingsOf(person: readonly Fact[], policies: readonly OraclePolicy[]): readonly OracleHolding[] {
  const ordered = inBusinessOrder(person);
  const all = ordered.flatMap(arrivals);
  return [...new Set(all.map(keyOf))].map((key) => {
    const of = all.filter((arrival) => keyOf(arrival) === key);
    return walk(ordered, of, policies);
  });
}

function walk(ordered: readonly Fact[], of: readonly Arrival[], policies: readonly OraclePolicy[]): OracleHolding {
  const { holder, item } = of[0] as Arrival;
  let begun: Fact | null = null;
  let set: Fact | null = null;
  let [state, stateSince, dueAt, retainUntil]: [string, number, number | null, number | null] = ['', 0, null, null];
  const ended = (): boolean => begun === null || ['deleted', 'anonymised', 'erased'].includes(state);
  for (const fact of ordered) {
    if (of.some((arrival) => arrival.fact === fact)) {
      // More of the same while it is there changes nothing; after an end it begins anew.
      if (ended()) [begun, set, state, stateSince, dueAt, retainUntil] = [fact, fact, 'held', fact.at, null, null];
      continue;
    }
    if (ended() || begun === null) continue;
    if (holder === 'webank' && text(begun, 'product') !== null && text(begun, 'product') === text(fact, 'product')) {
      if (fact.type === 'RelationshipStarted') retainUntil = null;
      if (fact.type === 'RelationshipEnded' && !hasRelationshipAfter(fact, ordered)) retainUntil = keepUntil(fact, begun, policies) ?? retainUntil;
    }
    const to = settles(fact, holder, item, text(begun, 'purpose') ?? '');
    if (to?.state === 'deletion-refused' && state !== 'deletion-requested') continue; // nobody had asked
    if (to === null || (to.state === state && (to.dueAt === null || to.dueAt === dueAt))) continue;
    if (to.state !== state) stateSince = fact.at;
    dueAt = to.state === 'deletion-requested' ? (to.dueAt ?? dueAt) : null;
    state = to.state;
    set = fact;
  }
  const first = begun as unknown as Fact;
  const since = of.filter(({ fact }) => fact.at >= first.at).map(({ fact }) => fact.eventId);
  const events = [...new Set([...since, first.eventId, (set as unknown as Fact).eventId])].toSorted();
  const [purpose, legalBasis, clause] = [text(first, 'purpose') ?? '', text(first, 'legalBasis') ?? '', text(first, 'clause') ?? ''];
  return { holder, item, purpose, legalBasis, clause, since: first.at, state, stateSince, dueAt, retainUntil, events };
}

/** The state that an event puts this item at this holder into; null when it does not speak of it. */
function settles(fact: Fact, holder: string, item: string, purpose: string): { readonly state: string; readonly dueAt: number | null } | null {
  const named = list(fact, 'items');
  if (named.length > 0 && !named.includes(item)) return null;
  const there = (field: string): boolean => text(fact, field) === holder;
  switch (fact.type) {
    case 'PersonalDataDeleted': {
      const only = text(fact, 'purpose');
      const method = text(fact, 'method') ?? 'unknown';
      return method !== 'unknown' && there('at') && (only === null || only === purpose) ? { state: method, dueAt: null } : null;
    }
    case 'DeletionRequested':
      return there('at') ? { state: 'deletion-requested', dueAt: instant(fact, 'dueAt') } : null;
    case 'RecipientNotified':
      return there('recipient') ? { state: 'deletion-requested', dueAt: instant(fact, 'dueAt') } : null;
    case 'RecipientAcknowledged': {
      const outcome = text(fact, 'outcome') ?? 'unknown';
      if (!there('recipient') || outcome === 'unknown') return null;
      return { state: outcome === 'refused' ? 'deletion-refused' : outcome, dueAt: null };
    }
    default:
      return null;
  }
}

/** Whether, of all relationships of the product that ends here, one had begun by then and its last word by then is a beginning. */
function hasRelationshipAfter(end: Fact, ordered: readonly Fact[]): boolean {
  const soFar = ordered.slice(0, ordered.indexOf(end) + 1);
  const words = soFar.filter((fact) => /^Relationship(Started|Ended)$/.test(fact.type) && text(fact, 'product') === text(end, 'product'));
  const ids = [...new Set(words.map((fact) => text(fact, 'relationship')))];
  return ids.some((id) => words.findLast((fact) => text(fact, 'relationship') === id)?.type === 'RelationshipStarted');
}

/** The relationship's end plus the years of the policy that the data was taken under, on the calendar of Shanghai. */
function keepUntil(end: Fact, begun: Fact, policies: readonly OraclePolicy[]): number | null {
  const policy = policies.find(({ id }) => id === text(begun, 'policyVersion'));
  const years = policy?.retentionYears.get(text(end, 'product') ?? '');
  if (years === undefined) return null;
  const shanghaiMs = 8 * 3_600_000;
  const day = new Date(end.at + shanghaiMs);
  day.setUTCFullYear(day.getUTCFullYear() + years);
  return day.getTime() - shanghaiMs;
}
