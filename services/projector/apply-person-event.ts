// Applies one event to the person it is about: in order step by step, late by the whole fold; both give the same rows.
import {
  acquiredKeys,
  acquireLate,
  acquisitionsOf,
  applyToHoldings,
  changesHoldings,
  holdingKey,
  type Holdings,
  type RetentionYears,
} from '../core/domain/holdings.ts';
import { isBefore, type PlacedEvent, type PlacedPersonEvent } from '../core/domain/placed-event.ts';
import { bank, type EventId } from '../core/domain/vocabulary.ts';
import { evaluate, isJudged } from '../core/policy/evaluate.ts';
import { foldPerson, isJudgedPlaced, type FoldContext } from '../core/policy/person-fold.ts';
import type { JudgedEvent } from '../core/policy/rules/rule.ts';
import type { Verdict } from '../core/policy/verdict.ts';
import type { NewEvent, ReadModel, StoredEvent } from '../core/ports/read-model.ts';
import type { ChangeSet } from './changes.ts';
import { consentRows } from './consent-rows.ts';
import type { Person } from './person-cache.ts';

export interface ApplyContext extends FoldContext {
  readonly readModel: ReadModel;
  readonly place: (stored: StoredEvent) => PlacedPersonEvent;
  readonly toJson: (placed: PlacedPersonEvent) => string;
  readonly retentionYears: RetentionYears;
}

export async function applyPersonEvent(person: Person, placed: PlacedPersonEvent, changes: ChangeSet, context: ApplyContext): Promise<void> {
  const { event } = placed;
  const late = isOutOfOrder(person, placed);
  if (!late) person.latest = { at: event.occurredAt, stream: placed.stream };
  changes.person(person);
  if (isJudgedPlaced(placed)) {
    record(person, placed, evaluate(placed, { ...context, history: person.history }), changes, context);
    if (!late && person.holdings === null) {
      acquireUnread(person, placed, changes, context);
      return;
    }
    const holdings = await holdingsOf(person, placed, changes, context);
    const changed = late ? acquiredLate(person, holdings, placed, context) : applyToHoldings(holdings, placed, context.retentionYears);
    if (changed === null) return refold(person, holdings, placed, changes, context);
    emitHoldings(person, holdings, changed, changes);
    return;
  }
  insertFact(person.history, placed);
  record(person, placed, null, changes, context);
  for (const row of consentRows(person, event)) changes.consent(row);
  if (!late && !changesHoldings(event, person.history)) return;
  const holdings = await holdingsOf(person, placed, changes, context);
  if (late) return refold(person, holdings, placed, changes, context);
  emitHoldings(person, holdings, applyToHoldings(holdings, placed, context.retentionYears, person.history), changes);
}

/** In business order an acquisition needs no look at what is held: it counts where nothing is, and changes nothing where something is. */
function acquireUnread(person: Person, placed: PlacedPersonEvent, changes: ChangeSet, context: ApplyContext): void {
  const keys = acquiredKeys(placed.event);
  if (keys.every((key) => person.held.has(key))) return;
  for (const holding of acquisitionsOf(placed, context.retentionYears)) {
    const key = holdingKey(holding);
    if (person.held.has(key)) continue;
    person.held.add(key);
    changes.acquired(person.ordinal, key, holding);
  }
}

/** What the person's holdings are before `placed`: as stored, and what this batch acquired since without looking. */
async function holdingsOf(person: Person, placed: PlacedPersonEvent, changes: ChangeSet, context: ApplyContext): Promise<Holdings> {
  person.held.clear(); // What comes now may end them.
  if (person.holdings) return person.holdings;
  const stored = (await context.readModel.holdings([person.ordinal])).get(person.ordinal) ?? [];
  const holdings: Holdings = new Map(stored.map((holding) => [holdingKey(holding), holding]));
  person.holdings = holdings;
  for (const earlier of person.uncommitted) {
    if (earlier !== placed && isJudgedPlaced(earlier)) emitHoldings(person, holdings, applyToHoldings(holdings, earlier, context.retentionYears), changes);
  }
  return holdings;
}

/** Whether something that comes after the event was applied before. A tie is decided by the ledger: within a stream it came in order, across streams the name decides. */
function isOutOfOrder({ latest }: Person, { event, stream }: PlacedPersonEvent): boolean {
  if (event.occurredAt !== latest.at) return event.occurredAt < latest.at;
  return latest.stream === null || stream < latest.stream;
}

/** Null when only the whole fold is right. */
function acquiredLate({ history }: Person, holdings: Holdings, placed: PlacedPersonEvent, context: ApplyContext): readonly string[] | null {
  return history.some((fact) => changesHoldings(fact.event)) ? null : acquireLate(holdings, placed, context.retentionYears);
}

function record(person: Person, placed: PlacedPersonEvent, verdict: Verdict | null, changes: ChangeSet, context: ApplyContext): void {
  const { event } = placed;
  const row: NewEvent = {
    ordinal: person.ordinal,
    eventId: placed.eventId,
    stream: placed.stream,
    revision: placed.revision,
    recordedAt: placed.recordedAt,
    occurredAt: event.occurredAt,
    type: event.type,
    json: context.toJson(placed),
    fact: verdict === null,
    recipient: event.type === 'PersonalDataShared' ? event.recipient : null,
    passedBy: event.type === 'PersonalDataShared' && event.from !== bank ? event.from : null,
    causes: event.causedBy as readonly EventId[],
    outcome: verdict?.outcome ?? null,
    findings: verdict && verdict.findings.length > 0 ? JSON.stringify(verdict.findings) : null,
  };
  changes.event(row);
  person.uncommitted.push(placed);
  if (verdict && isJudged(event)) changes.countFlow(event, verdict.outcome, 1);
}

function emitHoldings(person: Person, holdings: Holdings, keys: readonly string[], changes: ChangeSet): void {
  for (const key of keys) {
    const holding = holdings.get(key);
    if (holding) changes.holding(person.ordinal, holding);
  }
}

/** Facts stay in business order, so that a verdict does not depend on the order of arrival. */
function insertFact(history: PlacedPersonEvent[], placed: PlacedPersonEvent): void {
  let at = history.length;
  for (let before = history[at - 1]; before && isBefore(placed, before); before = history[at - 1]) at -= 1;
  history.splice(at, 0, placed);
}

/** Everything of this person anew, from the stored events and those of this batch; emits what differs from before. */
async function refold(person: Person, holdings: Holdings, cause: PlacedPersonEvent, changes: ChangeSet, context: ApplyContext): Promise<void> {
  const stored = await context.readModel.eventsOf(person.ordinal);
  const before = new Map<EventId, StoredEvent>(stored.map((row) => [row.eventId, row]));
  const fold = foldPerson([...stored.map(context.place), ...person.uncommitted], context);
  for (const [key, holding] of fold.holdings) {
    if (sameHolding(holdings.get(key), holding)) continue;
    holdings.set(key, holding);
    changes.holding(person.ordinal, holding);
  }
  for (const placed of fold.events) {
    const verdict = fold.verdicts.get(placed.eventId);
    if (verdict && isJudgedPlaced(placed)) rejudgeIfChanged(person.ordinal, placed, verdict, before.get(placed.eventId) ?? null, cause, changes);
  }
}

function sameHolding(a: object | undefined, b: object): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

/** Emits the new verdict of an event when it is not the one on record; the old one goes into history. */
export function rejudgeIfChanged(
  ordinal: number,
  placed: PlacedEvent<JudgedEvent>,
  after: Verdict,
  stored: StoredEvent | null,
  cause: PlacedEvent,
  changes: ChangeSet,
): void {
  const before = changes.verdictNow(placed.stream, placed.revision) ?? stored;
  if (!before?.outcome) return;
  const findings = after.findings.length > 0 ? JSON.stringify(after.findings) : null;
  if (before.outcome === after.outcome && before.findings === findings) return;
  changes.rejudge(
    {
      ordinal,
      stream: placed.stream,
      revision: placed.revision,
      before: { outcome: before.outcome, findings: before.findings },
      after,
      by: { stream: cause.stream, revision: cause.revision, recordedAt: cause.recordedAt },
    },
    placed.event,
  );
}
