// People as the projector holds them in memory: the most recently seen stay, the rest are read again when they come back.
import type { Holdings } from '../core/domain/holdings.ts';
import { compareByOccurrence, type PlacedPersonEvent } from '../core/domain/placed-event.ts';
import type { DataSubject, Instant, StreamName } from '../core/domain/vocabulary.ts';
import type { ReadModel, StoredEvent } from '../core/ports/read-model.ts';

export interface Person {
  readonly dataSubject: DataSubject;
  readonly ordinal: number;
  /** The end of what was applied, in business order; the stream of the last event is not known of a person who was read again. */
  latest: { readonly at: Instant; readonly stream: StreamName | null };
  /** Fact events, in business order. */
  readonly history: PlacedPersonEvent[];
  /** Read only within a batch that ends, restricts or is late: most events acquire, and need not look. */
  holdings: Holdings | null;
  /** Keys of what is held for certain: acquiring it again changes nothing. Not all that is held. */
  readonly held: Set<string>;
  /** Events applied since the last commit: stored events do not have them yet. */
  readonly uncommitted: PlacedPersonEvent[];
  /** What it counted for when last weighed. */
  weight: number;
}

/** Bound on what is kept, in facts rather than people: people differ a hundredfold. */
const standardWeightMax = 10_000;

export function personCache(readModel: ReadModel, place: (stored: StoredEvent) => PlacedPersonEvent, weightMax: number = standardWeightMax) {
  const people = new Map<DataSubject, Person>();
  let weight = 0;
  let nextOrdinal: number | null = null;
  /** A key is a string of a hundred characters, a fact an object with forty fields. */
  const weigh = (person: Person): number => 10 + person.history.length + person.held.size / 5;

  /** Reads those of `subjects` that are not in memory, in one go; makes new people for the rest. */
  const load = async (subjects: readonly DataSubject[]): Promise<void> => {
    nextOrdinal ??= (await readModel.lastOrdinal()) + 1;
    const cold = subjects.filter((subject) => !people.has(subject));
    const stored = cold.length > 0 ? await readModel.people(cold) : new Map();
    for (const dataSubject of cold) {
      const known = stored.get(dataSubject);
      const person: Person = {
        dataSubject,
        ordinal: known?.ordinal ?? nextOrdinal++,
        latest: { at: known?.latest ?? Number.NEGATIVE_INFINITY, stream: null },
        history: (known?.facts ?? []).map(place).toSorted(compareByOccurrence),
        holdings: null,
        held: new Set(),
        uncommitted: [],
        weight: 0,
      };
      people.set(dataSubject, person);
    }
  };

  return {
    load,
    get: (subject: DataSubject): Person | undefined => people.get(subject),
    /** Called after a commit with the people of the batch: they become the most recent; the oldest beyond the bound go. */
    settle: (batch: Iterable<Person>): void => {
      for (const person of batch) {
        person.uncommitted.length = 0;
        person.holdings = null;
        people.delete(person.dataSubject);
        people.set(person.dataSubject, person);
        weight -= person.weight;
        person.weight = weigh(person);
        weight += person.weight;
      }
      for (const person of people.values()) {
        if (weight <= weightMax) break;
        weight -= person.weight;
        people.delete(person.dataSubject);
      }
    },
    /** After a commit that failed: nothing in memory can be trusted. */
    clear: (): void => {
      people.clear();
      weight = 0;
      nextOrdinal = null;
    },
  };
}

export type PersonCache = ReturnType<typeof personCache>;
