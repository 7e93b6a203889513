// How a life is made to go wrong: an event is changed, or the same act is done again at a wrong time.
import type { Instant } from '../core/domain/vocabulary.ts';
import type { Deviation, Happening } from './journal.ts';
import type { Life } from './journey.ts';

/** One way to go wrong. */
export interface DeviationKind {
  readonly kind: string;
  /** Changes the event or notes another. False, and nothing changed, when it does not fit this event. */
  readonly apply: (life: Life, happening: Happening) => boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

/** This event itself goes wrong. */
export function change(happening: Happening, fields: Fields, deviation: Deviation): true {
  happening.event = { ...happening.event, ...fields };
  happening.deviation = deviation;
  return true;
}

/** The event stays right; the same act is done again at another time, as an event of its own. */
export function again(life: Life, happening: Happening, at: Instant, fields: Fields, deviation: Deviation): true {
  repeat(life, happening, at, fields).deviation = deviation;
  return true;
}

/** The same act at another time, as an event of its own. */
export function repeat(life: Life, { event, clause }: Happening, at: Instant, fields: Fields): Happening {
  const { type, producer, sourceEventId: _id, dataSubject: _subject, identifier: _identifier, occurredAt: _at, ...rest } = event;
  return life.journal.note(at, type, producer, { ...rest, ...fields }, clause);
}

export const expected = (kind: string, outcome: Deviation['outcome'], ...rules: readonly string[]): Deviation => ({ kind, outcome, rules: rules.toSorted() });

/** Whether some scene asked for a consent that this purpose may rest on too. */
export const hasScene = ({ scenes }: Life, purpose: unknown): boolean => [...scenes.values()].some(({ clause }) => clause.purposes.includes(String(purpose)));

export const isShare = ({ event }: Happening): boolean => event.type === 'PersonalDataShared';
export const isCollection = ({ event }: Happening): boolean => event.type === 'PersonalDataCollected';
