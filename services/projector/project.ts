// Arrow 3: reads the ledger's streams and keeps the tables equal to their fold. Stops, loudly, on what it does not know.
import { hash } from 'node:crypto';
import type { DomainEvent } from '../core/domain/events.ts';
import { LineageError } from '../core/domain/errors.ts';
import type { PlacedEvent, PlacedPersonEvent } from '../core/domain/placed-event.ts';
import type { QuarantineDiscard, QuarantineEntry, QuarantineReplay } from '../core/domain/quarantine.ts';
import { isPersonLedger, isQuarantine, registersLedger } from '../core/domain/stream-names.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import { retentionYears } from '../core/policy/person-fold.ts';
import { registerRecipient, type RecipientEvent } from '../core/policy/recipient-history.ts';
import type { PolicyRegistry } from '../core/policy/registry.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { RecordedEvent } from '../core/ports/ledger.ts';
import type { Checkpoint, ContentHash, LookRow, QuarantineRow, ReadModel, StoredEvent } from '../core/ports/read-model.ts';
import { placedOf } from '../core/ports/stored-events.ts';
import { applyPersonEvent } from './apply-person-event.ts';
import { applyRegisterEvent, type RegisterContext } from './apply-register-event.ts';
import { changeSet, type ChangeSet } from './changes.ts';
import { personCache, type Person } from './person-cache.ts';
import { contentHashes, takeOnce } from './take-once.ts';

export interface ProjectorDependencies {
  readonly readModel: ReadModel;
  readonly codec: EventCodec;
  readonly registry: PolicyRegistry;
  /** Bound on the people kept in memory, in facts. */
  readonly peopleWeightMax?: number;
}

const genesis = '0'.repeat(64);
const retryPauseMs = 500;

/** One projector over one read model. Batches of all streams go through it one at a time. */
export async function projector({ readModel, codec, registry, peopleWeightMax }: ProjectorDependencies) {
  const place = (stored: StoredEvent): PlacedPersonEvent => placedOf(codec, stored) as PlacedPersonEvent;
  const recipients = new Map<string, PlacedEvent<RecipientEvent>[]>();
  const people = personCache(readModel, place, peopleWeightMax);
  let checkpoints = new Map<StreamName, Checkpoint>();
  /** A batch began and did not end: what is in memory holds half of it. */
  let broken = false;
  const registerJson = (event: DomainEvent): string => JSON.stringify(codec.toJson(event));
  const context: RegisterContext = {
    readModel,
    registry,
    recipients,
    people,
    place,
    toJson: ({ event }) => registerJson(event),
    registerJson,
    retentionYears: retentionYears(registry),
  };

  const restart = async (): Promise<void> => {
    people.clear();
    recipients.clear();
    checkpoints = new Map(await readModel.checkpoints());
    for (const stored of await readModel.recipients()) registerRecipient(recipients, placedOf(codec, stored) as PlacedEvent<RecipientEvent>);
  };
  await restart();

  /**
   * Applies a batch that starts right after the checkpoint of its stream. A full disk, a lock, a server that is away: it is tried again,
   * calmly, for as long as it takes. @throws LineageError ERR_UNREADABLE on what it does not know, ERR_LOCKED when another projector is at work.
   */
  const project = (events: readonly RecordedEvent[], signal?: AbortSignal): Promise<void> =>
    persistently(async () => {
      if (broken) await restart();
      broken = true;
      const done = await projectBatch(events);
      broken = !done;
      return done;
    }, signal);

  /** False when the outcome is not known: to be done again from what the checkpoint says then. */
  const projectBatch = async (events: readonly RecordedEvent[]): Promise<boolean> => {
    const fresh = continuing(events, checkpoints);
    const [first] = fresh;
    if (!first) return true;
    const from = checkpoints.get(first.stream) ?? null;
    const changes = changeSet();
    const contents = contentHashes(fresh);
    const touched = await applyBatch(fresh, contents, changes);
    const to = advance(from, fresh, contents);
    const committed = await readModel.commit(first.stream, from?.revision ?? null, to, changes.done());
    if (committed.outcome === 'fenced') throw new LineageError('ERR_LOCKED', `another projector moved ${first.stream}: only one may project into a read model`);
    if (committed.outcome === 'unknown') return false;
    checkpoints.set(first.stream, to);
    people.settle(touched);
    return true;
  };

  const applyBatch = async (events: readonly RecordedEvent[], contents: readonly ContentHash[], changes: ChangeSet): Promise<Set<Person>> => {
    const touched = new Set<Person>();
    const stream = (events[0] as RecordedEvent).stream;
    if (isQuarantine(stream)) {
      for (const event of events) applyQuarantine(event, changes);
      return touched;
    }
    const { fresh, conflicts } = takeOnce(events, contents, await readModel.applied(events.map(({ eventId }) => eventId)));
    const placed = fresh.map(({ recorded }) => decode(codec, recorded));
    for (const { recorded, contentHash } of fresh)
      changes.inbox.push({ eventId: recorded.eventId, stream, revision: recorded.revision, recordedAt: recorded.metadata.recordedAt, contentHash });
    for (const recorded of conflicts) changes.quarantined.push(conflictOf(decode(codec, recorded)));
    if (stream === registersLedger) {
      for (const event of placed) await applyRegisterEvent(event, changes, context);
    } else if (isPersonLedger(stream)) {
      const ofPeople = placed as readonly PlacedPersonEvent[];
      await people.load([...new Set(ofPeople.map(({ event }) => event.dataSubject as Person['dataSubject']))]);
      for (const event of ofPeople) {
        const person = people.get(event.event.dataSubject as Person['dataSubject']) as Person;
        touched.add(person);
        await applyPersonEvent(person, event, changes, context);
      }
    } else {
      changes.looks.push(...placed.flatMap(lookOf));
    }
    return touched;
  };

  return { project, checkpoint: (stream: StreamName): Checkpoint | null => checkpoints.get(stream) ?? null };
}

/** Tries until it is done, with a pause after what may pass. @throws what will not pass by itself. */
async function persistently(attempt: () => Promise<boolean>, signal?: AbortSignal): Promise<void> {
  for (;;) {
    try {
      if (await attempt()) return;
    } catch (error) {
      if (!(error instanceof LineageError && error.retriable && error.code !== 'ERR_LOCKED')) throw error;
    }
    if (signal?.aborted) return;
    await new Promise((resolve) => setTimeout(resolve, retryPauseMs));
  }
}

export type Projector = Awaited<ReturnType<typeof projector>>;

function continuing(events: readonly RecordedEvent[], checkpoints: ReadonlyMap<StreamName, Checkpoint>): readonly RecordedEvent[] {
  const [first] = events;
  if (!first) return events;
  const next = (checkpoints.get(first.stream)?.revision ?? -1n) + 1n;
  if (first.revision > next) throw new LineageError('ERR_INVARIANT', `${first.stream} jumps from ${next} to ${first.revision}: events are missing`);
  return events.filter(({ revision }) => revision >= next);
}

/** The digest goes over every event in order, whatever the batches. */
function advance(from: Checkpoint | null, events: readonly RecordedEvent[], contents: readonly ContentHash[]): Checkpoint {
  let digest = from?.digest ?? genesis;
  for (const [i, { eventId, metadata }] of events.entries()) digest = hash('sha256', `${digest}\n${eventId}\n${metadata.schema}\n${contents[i]}`);
  return { revision: (events.at(-1) as RecordedEvent).revision, digest, events: (from?.events ?? 0n) + BigInt(events.length) };
}

function decode(codec: EventCodec, recorded: RecordedEvent): PlacedEvent {
  const decoded = codec.decode(recorded.metadata.schema, recorded.data);
  if (!decoded.ok) {
    throw new LineageError(
      'ERR_UNREADABLE',
      `${recorded.stream} ${recorded.revision} (${recorded.type}) cannot be read: ${decoded.reason}, schema ${recorded.metadata.schema}. Run a version that has this contract; nothing was skipped`,
    );
  }
  return { eventId: recorded.eventId, event: decoded.event, stream: recorded.stream, revision: recorded.revision, recordedAt: recorded.metadata.recordedAt };
}

/** Found only here where the ledger has no index over all its ids: shown like what the ingester found, and not complete until it is settled. */
function conflictOf({ eventId, event, stream, revision, recordedAt }: PlacedEvent): QuarantineRow {
  const dataSubject = 'dataSubject' in event && event.dataSubject !== null ? (event.dataSubject as Person['dataSubject']) : null;
  return { entry: eventId, stream, revision, recordedAt, reason: 'conflict', dataSubject, reported: eventId };
}

/** The row of a look at one person; looks at lists name nobody. */
function lookOf({ eventId, event, stream, revision }: PlacedEvent): readonly LookRow[] {
  if (event.type !== 'LineageQueried' || event.dataSubject === null) return [];
  const { dataSubject, occurredAt, role, purpose, caseId, route } = event;
  return [{ dataSubject: dataSubject as Person['dataSubject'], stream, revision, eventId, at: occurredAt, role, purpose, caseId, route }];
}

function applyQuarantine({ eventId, stream, revision, type, data, metadata }: RecordedEvent, changes: ChangeSet): void {
  const content: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
  if (type === 'Quarantined') {
    const { reason, dataSubject, reported } = content as QuarantineEntry;
    changes.quarantined.push({ entry: eventId, stream, revision, recordedAt: metadata.recordedAt, reason, dataSubject, reported });
  } else if (type === 'QuarantineReplayed' || type === 'QuarantineDiscarded') {
    changes.released.push({ entry: (content as QuarantineReplay | QuarantineDiscard).entry, recordedAt: metadata.recordedAt });
  } else {
    throw new LineageError('ERR_UNREADABLE', `${stream} ${revision} is of the unknown type ${type}`);
  }
}
