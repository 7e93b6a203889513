// One flow of an answer: which items went from whom to whom, why, and how it was judged.
import { formatInstant } from '../core/domain/instants.ts';
import { isLate } from '../core/domain/placed-event.ts';
import { bank, type Bilingual } from '../core/domain/vocabulary.ts';
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

/** With names for people to read beside the codes. */
export interface AnsweredFlow extends Flow {
  readonly fromName: Bilingual;
  readonly toName: Bilingual;
  readonly itemNames: readonly Bilingual[];
  readonly purposeName: Bilingual;
}

type EventFields = Omit<Flow, 'eventId' | 'recordedAt' | 'late' | 'from' | 'to' | 'verdict'> & {
  readonly mode?: string;
  readonly source?: string;
  readonly recipient?: string;
};

/** A judged event as stored, with its verdict. */
export function flowOf(stored: StoredEvent, verdict: Verdict): Flow {
  const event = JSON.parse(stored.json) as EventFields;
  const [from, to] = direction(stored.type, event);
  return {
    eventId: stored.eventId,
    recordedAt: formatInstant(stored.recordedAt),
    late: isLate(stored.occurredAt, stored.recordedAt),
    from,
    to,
    clause: null,
    policyVersion: null,
    ...event,
    verdict,
  } as unknown as Flow;
}

/** The person, a third party or the bank on the left; the bank or the recipient on the right. */
function direction(type: string, { mode, source, recipient }: EventFields): readonly [string, string] {
  if (type === 'PersonalDataUsed') return [bank, bank];
  if (type !== 'PersonalDataShared') return [source ?? 'data-subject', bank];
  return [mode === 'sdk-direct' ? 'data-subject' : bank, recipient ?? ''];
}

/** All items of a flow: what was handled, and what was derived from it. */
export const namedItems = ({ items, derivedItems = [] }: Flow): readonly string[] => [...items, ...derivedItems];

/** Items that a flow put where it went: what was derived, or what was handed over. */
export const itemsArrived = ({ type, items, derivedItems = [] }: Flow): readonly string[] => (type === 'PersonalDataUsed' ? derivedItems : items);

/** The same flow with the names that its codes had in the policy version it cites. */
export const withNames = (flow: Flow, names: Labels): AnsweredFlow => ({
  ...flow,
  fromName: names.holder(flow.from),
  toName: names.holder(flow.to),
  itemNames: flow.items.map((code) => names.item(code, flow.policyVersion)),
  purposeName: names.purpose(flow.purpose, flow.policyVersion),
});
