// The facts of one person sorted by what rules ask for, so that no rule reads the whole history for every event.
import type { ConsentGranted, ConsentWithdrawn, NoticeShown, PersonalDataDeleted, RelationshipStarted } from '../domain/events.ts';
import type { PlacedEvent, PlacedPersonEvent } from '../domain/placed-event.ts';
import { bank } from '../domain/vocabulary.ts';

type Grant = PlacedEvent<ConsentGranted>;

/** Each list in the order in which the history has it, which no rule depends on. */
export interface PersonFacts {
  readonly grants: {
    /** Consents that name this purpose, and those for any. */
    readonly byPurpose: ReadonlyMap<string, readonly Grant[]>;
    readonly forAnyPurpose: readonly Grant[];
    readonly byConsent: ReadonlyMap<string, readonly Grant[]>;
  };
  /** By the id of the consent. */
  readonly withdrawals: ReadonlyMap<string, readonly PlacedEvent<ConsentWithdrawn>[]>;
  readonly notices: readonly PlacedEvent<NoticeShown>[];
  /** What the bank keeps and may only store and protect. */
  readonly restrictions: readonly PlacedEvent<PersonalDataDeleted>[];
  readonly relationshipsStarted: readonly PlacedEvent<RelationshipStarted>[];
}

interface Index extends PersonFacts {
  readonly grants: { readonly byPurpose: Map<string, Grant[]>; readonly forAnyPurpose: Grant[]; readonly byConsent: Map<string, Grant[]> };
  readonly withdrawals: Map<string, PlacedEvent<ConsentWithdrawn>[]>;
  readonly notices: PlacedEvent<NoticeShown>[];
  readonly restrictions: PlacedEvent<PersonalDataDeleted>[];
  readonly relationshipsStarted: PlacedEvent<RelationshipStarted>[];
  /** How much of the history is in it, and what was last then. */
  length: number;
  last: PlacedPersonEvent | undefined;
}

const indexes = new WeakMap<readonly PlacedPersonEvent[], Index>();

/** The index of a history, which may grow between calls and must not change otherwise. Kept as long as the history is. */
export function factsOf(history: readonly PlacedPersonEvent[]): PersonFacts {
  const known = indexes.get(history);
  if (known?.length === history.length) return known;
  // What came at the end is added; what came in between shifts the rest, so that all is read again.
  const grew = known !== undefined && known.length < history.length && history[known.length - 1] === known.last;
  const index = grew ? known : emptyIndex();
  for (let i = index.length; i < history.length; i += 1) add(index, history[i] as PlacedPersonEvent);
  index.length = history.length;
  index.last = history.at(-1);
  indexes.set(history, index);
  return index;
}

const emptyIndex = (): Index => ({
  grants: { byPurpose: new Map(), forAnyPurpose: [], byConsent: new Map() },
  withdrawals: new Map(),
  notices: [],
  restrictions: [],
  relationshipsStarted: [],
  length: 0,
  last: undefined,
});

function add(index: Index, placed: PlacedPersonEvent): void {
  const { event } = placed;
  switch (event.type) {
    case 'ConsentGranted': {
      const grant = placed as Grant;
      if (event.purposes.length === 0) index.grants.forAnyPurpose.push(grant);
      for (const purpose of event.purposes) pushTo(index.grants.byPurpose, purpose, grant);
      pushTo(index.grants.byConsent, event.consent, grant);
      return;
    }
    case 'ConsentWithdrawn':
      pushTo(index.withdrawals, event.consent, placed as PlacedEvent<ConsentWithdrawn>);
      return;
    case 'NoticeShown':
      index.notices.push(placed as PlacedEvent<NoticeShown>);
      return;
    case 'PersonalDataDeleted':
      if (event.method === 'restricted' && event.at === bank) index.restrictions.push(placed as PlacedEvent<PersonalDataDeleted>);
      return;
    case 'RelationshipStarted':
      index.relationshipsStarted.push(placed as PlacedEvent<RelationshipStarted>);
      return;
    default:
  }
}

function pushTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
