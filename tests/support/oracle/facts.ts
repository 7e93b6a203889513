// An event as the oracle sees it: the flat JSON of the interfaces, its person, its moment and its place in the ledger's order.

export interface Fact {
  readonly eventId: string;
  /** The data subject (or `type:value` of an identifier not yet resolved); null for facts about no single person. */
  readonly person: string | null;
  readonly type: string;
  /** When it happened, milliseconds since 1970 UTC. */
  readonly at: number;
  /** Order of recording: a smaller place was recorded earlier. */
  readonly place: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A text field; null when it is absent. */
export function text(fact: Fact, field: string): string | null {
  const value = fact.fields[field];
  return typeof value === 'string' ? value : null;
}

/** A list of texts; empty when it is absent. */
export function list(fact: Fact, field: string): readonly string[] {
  const value = fact.fields[field];
  return Array.isArray(value) ? value.map(String) : [];
}

/** An instant field in milliseconds; null when it is absent. */
export function instant(fact: Fact, field: string): number | null {
  const value = text(fact, field);
  return value === null ? null : Date.parse(value);
}

/** Whether `a` came before `b` in business order: earlier, or in the same millisecond and recorded earlier. */
export const precedes = (a: Fact, b: Fact): boolean => a.at < b.at || (a.at === b.at && a.place < b.place);

/** Facts in business order, oldest first. */
export const inBusinessOrder = (facts: readonly Fact[]): readonly Fact[] => facts.toSorted((a, b) => (precedes(a, b) ? -1 : 1));
