// A report as a producer writes it: the contracts' events as JSON (interfaces.md 3), without what the client or the collector adds.
import type { DomainEvent } from '../core/domain/events.ts';
import type { IdentifierType } from '../core/domain/identifier.ts';
import type { InstantField, RequiredFields } from './contract-fields.ts';

export type ReportType = keyof RequiredFields;

/** Values as JSON has them: instants as RFC 3339 text with offset. */
type Json<Value, Name> = Name extends InstantField ? Exclude<Value, number> | string : Value;

/** Stated once for the client, derived, or made by the collector. */
type Apart = 'type' | 'producer' | 'sealed' | 'dataSubject';
type Fields<Event, Required extends PropertyKey> = {
  readonly [Name in keyof Event as Name extends Apart ? never : Name extends Required ? Name : never]: Json<Event[Name], Name>;
} & {
  readonly [Name in keyof Event as Name extends Apart ? never : Name extends Required ? never : Name]?: Json<Event[Name], Name> | undefined;
};

/** The person: by the pseudonym; or, over HTTP only, by an identifier that the collector resolves and that goes no further. */
type Person =
  | { readonly dataSubject: string; readonly identifier?: undefined }
  | { readonly identifier: { readonly type: IdentifierType; readonly value: string }; readonly dataSubject?: undefined };

/** Order, tracking or device numbers; over HTTP only, where the collector seals them under the person's key. */
interface References {
  readonly references?: readonly { readonly kind: string; readonly value: string }[] | undefined;
}

export type ReportOf<Type extends ReportType> = { readonly type: Type } & Fields<Extract<DomainEvent, { readonly type: Type }>, RequiredFields[Type]> &
  ('dataSubject' extends RequiredFields[Type] ? Person & References : unknown);

/** One event to report. `sourceEventId` is the producer's own, stored before the first send and the same on every one: that makes sending again safe. */
export type Report = { readonly [Type in ReportType]: ReportOf<Type> }[ReportType];
