// Applies a fact about no single person: a recipient's record, and the verdicts of every share that it touches.
import type { PlacedEvent } from '../core/domain/placed-event.ts';
import { evaluate } from '../core/policy/evaluate.ts';
import { isJudgedPlaced } from '../core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../core/policy/recipient-history.ts';
import type { DomainEvent } from '../core/domain/events.ts';
import { rejudgeIfChanged, type ApplyContext } from './apply-person-event.ts';
import type { ChangeSet } from './changes.ts';
import type { PersonCache } from './person-cache.ts';

export interface RegisterContext extends ApplyContext {
  readonly recipients: Map<string, PlacedEvent<RecipientEvent>[]>;
  readonly people: PersonCache;
  readonly registerJson: (event: DomainEvent) => string;
}

export async function applyRegisterEvent(placed: PlacedEvent, changes: ChangeSet, context: RegisterContext): Promise<void> {
  if (!isRecipientEvent(placed)) return; // The other registers are read by the issues that bring their rules.
  const { event } = placed;
  registerRecipient(context.recipients, placed);
  changes.recipients.push({
    recipient: event.recipient,
    stored: {
      eventId: placed.eventId,
      stream: placed.stream,
      revision: placed.revision,
      recordedAt: placed.recordedAt,
      occurredAt: event.occurredAt,
      type: event.type,
      json: context.registerJson(event),
      outcome: null,
      findings: null,
    },
  });
  for await (const rows of context.readModel.eventsOfParty(event.recipient, event.occurredAt)) {
    const subjects = [...new Set(rows.map((row) => row.dataSubject))];
    await context.people.load(subjects);
    const people = subjects.map((subject) => context.people.get(subject)).filter((person) => person !== undefined);
    for (const row of rows) {
      const touched = context.place(row);
      const person = context.people.get(row.dataSubject);
      if (!person || !isJudgedPlaced(touched)) continue;
      rejudgeIfChanged(row.ordinal, touched, evaluate(touched, { ...context, history: person.history }), row, placed, changes);
    }
    // They were only read: the bound on memory holds however many people a recipient has.
    context.people.settle(people);
  }
}

const isRecipientEvent = (placed: PlacedEvent): placed is PlacedEvent<RecipientEvent> =>
  placed.event.type === 'RecipientRegistered' || placed.event.type === 'RecipientChanged' || placed.event.type === 'RecipientTerminated';
