// One flow of an answer: which items went from whom to whom, why, and how it was judged.
import { formatInstant } from '../core/domain/instants.ts';
import { isLate } from '../core/domain/placed-event.ts';
import { bank, type Bilingual, type Instant } from '../core/domain/vocabulary.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import type { StoredEvent } from '../core/ports/read-model.ts';
import type { Labels } from './labels.ts';

/** The event's own fields, its direction and its verdict. */
export interface Flow {
  readonly [field: string]: unknown;
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** R98: recorded more than a day after it happened. */
  readonly late: boolean;
  readonly from: string;
  readonly to: string;
  readonly items: readonly string[];
  readonly derivedItems?: readonly string[];
  readonly purpose: string;
  readonly legalBasis: string;
  readonly clause: string | null;
  readonly policyVersion: string | null;
  readonly verdict: Verdict;
}

/** With names for people to read beside the codes: those that the policy version it cites gave them. */
export interface AnsweredFlow extends Flow {
  readonly fromName: Bilingual;
  readonly toName: Bilingual;
  readonly itemNames: readonly Bilingual[];
  readonly purposeName: Bilingual;
}

/** A flow with its business time as a number. */
export interface TimedFlow {
  readonly at: Instant;
  readonly flow: AnsweredFlow;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

interface EventFields {
  readonly mode?: string;
  readonly from?: string;
  readonly source?: string;
  readonly recipient?: string;
}

/** A judged event as stored, with its verdict. What was parsed becomes the flow itself: copying it would take as long as parsing it. */
export function flowOf(stored: StoredEvent, verdict: Verdict, names: Labels): TimedFlow {
  const flow = JSON.parse(stored.json) as Writable<AnsweredFlow & EventFields>;
  const [from, to] = direction(stored.type, flow);
  flow.clause ??= null;
  flow.policyVersion ??= null;
  flow.eventId = stored.eventId;
  flow.recordedAt = formatInstant(stored.recordedAt);
  flow.late = isLate(stored.occurredAt, stored.recordedAt);
  flow.from = from;
  flow.to = to;
  flow.verdict = verdict;
  flow.fromName = names.holder(from);
  flow.toName = names.holder(to);
  flow.itemNames = names.items(flow.items, flow.policyVersion);
  flow.purposeName = names.purpose(flow.purpose, flow.policyVersion);
  return { at: stored.occurredAt, flow };
}

/** The person, a third party, the bank or who passed it on for it on the left; the bank or the recipient on the right. */
function direction(type: string, { mode, from, source, recipient }: EventFields): readonly [string, string] {
  if (type === 'PersonalDataUsed') return [bank, bank];
  if (type !== 'PersonalDataShared') return [source ?? 'data-subject', bank];
  return [from ?? (mode === 'sdk-direct' ? 'data-subject' : bank), recipient ?? ''];
}

/** All items of a flow: what was handled, and what was derived from it. */
export const namedItems = ({ items, derivedItems = [] }: Flow): readonly string[] => [...items, ...derivedItems];

/** Items that a flow put where it went: what was derived, or what was handed over. */
export const itemsArrived = ({ type, items, derivedItems = [] }: Flow): readonly string[] => (type === 'PersonalDataUsed' ? derivedItems : items);

/** What a flow has in common with all holdings that it began; with an item it makes one holding of a person. */
export const groundKey = (holder: string, { purpose, legalBasis, clause }: Pick<Flow, 'purpose' | 'legalBasis' | 'clause'>): string =>
  `${holder}\n${purpose}\n${legalBasis}\n${clause ?? ''}`;
