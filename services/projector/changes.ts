// Collects what a batch changes; the last word on a holding, consent or verdict wins, flow counts add up.
import { dayOf } from '../core/domain/instants.ts';
import { holdingKey, type Holding } from '../core/domain/holdings.ts';
import { bank } from '../core/domain/vocabulary.ts';
import type { JudgedEvent } from '../core/policy/rules/rule.ts';
import type { Outcome } from '../core/policy/verdict.ts';
import type { Changes, ConsentRow, FlowCount, NewEvent, RejudgedEvent } from '../core/ports/read-model.ts';
import type { DataSubject, Instant } from '../core/domain/vocabulary.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

export function changeSet() {
  const holdings = new Map<string, Holding & { readonly ordinal: number }>();
  const acquired = new Map<string, Holding & { readonly ordinal: number }>();
  const consents = new Map<string, ConsentRow>();
  const people = new Map<number, { ordinal: number; dataSubject: DataSubject; latest: Instant }>();
  /** One look-up an event, not one an item. */
  const flows = new Map<string, { readonly of: Omit<FlowCount, 'item' | 'events'>; readonly items: Map<string, number> }>();
  const events = new Map<string, NewEvent>();
  const rejudged = new Map<string, RejudgedEvent>();
  const plain: Mutable<Pick<Changes, 'inbox' | 'recipients' | 'quarantined' | 'released' | 'looks'>> = {
    inbox: [],
    recipients: [],
    quarantined: [],
    released: [],
    looks: [],
  };

  const countFlow = (event: JudgedEvent, outcome: Outcome, by: number): void => {
    const holder = event.type === 'PersonalDataShared' ? event.recipient : bank;
    const [day, clause] = [dayOf(event.occurredAt), event.clause ?? ''];
    const key = `${day}\n${holder}\n${clause}\n${event.purpose}\n${event.legalBasis}\n${outcome}`;
    let counted = flows.get(key);
    if (!counted) {
      counted = { of: { day, holder, clause, purpose: event.purpose, legalBasis: event.legalBasis, outcome }, items: new Map() };
      flows.set(key, counted);
    }
    for (const item of event.items) counted.items.set(item, (counted.items.get(item) ?? 0) + by);
  };

  return {
    ...plain,
    countFlow,
    person: (person: { readonly ordinal: number; readonly dataSubject: DataSubject; readonly latest: { readonly at: Instant } }) =>
      people.set(person.ordinal, { ordinal: person.ordinal, dataSubject: person.dataSubject, latest: person.latest.at }),
    /** What is acquired first under a key stays: later acquisitions change nothing. */
    acquired: (ordinal: number, key: string, holding: Holding) => {
      const ofPerson = `${ordinal}\n${key}`;
      if (!acquired.has(ofPerson)) acquired.set(ofPerson, { ...holding, ordinal });
    },
    holding: (ordinal: number, holding: Holding) => holdings.set(`${ordinal}\n${holdingKey(holding)}`, { ...holding, ordinal }),
    consent: (row: ConsentRow) => consents.set(`${row.ordinal}\n${row.consent}`, row),
    event: (row: NewEvent) => events.set(`${row.stream}\n${row.revision}`, row),
    /** A verdict that changed: of an event of this very batch the row itself changes, of an older one the old verdict is kept. */
    rejudge: (row: RejudgedEvent, event: JudgedEvent) => {
      const key = `${row.stream}\n${row.revision}`;
      countFlow(event, row.before.outcome, -1);
      countFlow(event, row.after.outcome, 1);
      const fresh = events.get(key);
      const findings = row.after.findings.length > 0 ? JSON.stringify(row.after.findings) : null;
      if (fresh) events.set(key, { ...fresh, outcome: row.after.outcome, findings });
      else rejudged.set(key, { ...row, before: rejudged.get(key)?.before ?? row.before });
    },
    /** The verdict of an event as this batch leaves it, if the batch touched it. */
    verdictNow: (stream: string, revision: bigint): { readonly outcome: Outcome | null; readonly findings: string | null } | null => {
      const fresh = events.get(`${stream}\n${revision}`);
      if (fresh) return fresh;
      const after = rejudged.get(`${stream}\n${revision}`)?.after;
      return after ? { outcome: after.outcome, findings: after.findings.length > 0 ? JSON.stringify(after.findings) : null } : null;
    },
    done: (): Changes => ({
      ...plain,
      people: [...people.values()],
      events: [...events.values()],
      rejudged: [...rejudged.values()],
      acquired: [...acquired.values()],
      holdings: [...holdings.values()],
      consents: [...consents.values()],
      flows: [...flows.values()].flatMap(({ of, items }) =>
        [...items].filter(([, count]) => count !== 0).map(([item, count]) => ({ ...of, item, events: count })),
      ),
    }),
  };
}

export type ChangeSet = ReturnType<typeof changeSet>;
