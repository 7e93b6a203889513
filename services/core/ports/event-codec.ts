// Turns reports into events and back: JSON of the interfaces ⇄ Avro bytes of the contracts.
import type { DomainEvent } from '../domain/events.ts';
import type { EventId } from '../domain/vocabulary.ts';

/** One thing wrong with an input. `pointer` is an RFC 6901 JSON pointer; it never quotes the value. */
export interface FieldProblem {
  readonly pointer: string;
  /** Stable code, e.g. `required`, `unknown-field`, `type`, `enum`, `instant`, `uuid`, `pattern`, `length`, `future`. */
  readonly rule: string;
  /** What was expected, for a person to read. */
  readonly expected: string;
}

/** An event that passed its contract, with the bytes that will be stored. */
export interface EncodedEvent {
  readonly eventId: EventId;
  readonly event: DomainEvent;
  /** Avro binary body under the schema that `schema` names. */
  readonly bytes: Uint8Array;
  /** First 16 hex digits of the SHA-256 of the writer schema's full JSON text. */
  readonly schema: string;
}

export type Encoded = { readonly ok: true; readonly value: EncodedEvent } | { readonly ok: false; readonly problems: readonly FieldProblem[] };
export type Decoded =
  | { readonly ok: true; readonly event: DomainEvent }
  | { readonly ok: false; readonly reason: 'unknown-schema' | 'undecodable'; readonly detail: string };

export interface EventCodec {
  /**
   * Checks one flat JSON event (`interfaces.md` 3) against its contract, strictly: an undeclared field is a problem,
   * nothing is coerced, enums are the kebab-case names, instants RFC 3339 with offset. Reports every problem, not the first.
   */
  fromJson(report: unknown): Encoded;
  /** Encodes an event that the program itself made. Throws when it breaks its contract: that is a bug. */
  encode(event: DomainEvent): EncodedEvent;
  /** Reads stored bytes by the schema they were written with. Never guesses: an unknown schema is an outcome. */
  decode(schema: string, bytes: Uint8Array): Decoded;
  /** Reads back what `toJson` gave. Null when it does not fit the contract. */
  restore(json: unknown): DomainEvent | null;
  /** The event as flat JSON for people and programs; the inverse of `fromJson` but for defaults, which are left out. */
  toJson(event: DomainEvent): Record<string, unknown>;
}
