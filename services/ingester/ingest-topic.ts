// Arrow 2 behind a topic: each partition into its own ledger stream, every record exactly once in the ledger or in quarantine,
// whoever else may be writing, and wherever a process before this one died.
import { hash } from 'node:crypto';
import { LineageError } from '../core/domain/errors.ts';
import { ledgerOf, quarantineOf, registersLedger } from '../core/domain/stream-names.ts';
import type { EventId, Instant, StreamName } from '../core/domain/vocabulary.ts';
import type { EventCodec } from '../core/ports/event-codec.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';
import type { TopicHandler, TopicRecord, WireFormat } from '../core/ports/intake-topic.ts';
import type { Conservation, PreparedEvent, RejectedReport } from '../core/ports/intake.ts';
import { appendLimits, type EventIndex, type IndexedEvent, type Ledger, type RecordedEvent } from '../core/ports/ledger.ts';
import { ingester, type Ingester, type IngestResult } from './ingest.ts';
import { quarantined } from './quarantine.ts';
import { readRecord, type ReadRecord, type Source } from './read-record.ts';
import { resumePoint } from './resume.ts';

export interface TopicIngesterOptions {
  readonly topic: string;
  readonly carries: 'people' | 'registers';
  readonly ledger: Ledger & EventIndex;
  readonly vault: IdentityVault;
  readonly codec: EventCodec;
  readonly wire: WireFormat;
  readonly now: () => Instant;
}

export interface TopicIngester extends TopicHandler {
  conservation(): Conservation;
  /** Whether this stream is of a partition that was assigned to it. */
  writes(stream: StreamName): boolean;
}

/** One assignment of one partition, with the ends of its streams as they were at its beginning. */
interface Session {
  readonly ledgerStream: StreamName;
  readonly ingester: Ingester;
  /** What was found for the events that are being taken: looked up once. What another writer added since is met at the append. */
  known: ReadonlyMap<EventId, IndexedEvent | null>;
}

/** Takes a topic into the ledger. State is kept for the running assignment only. */
export function topicIngester(options: TopicIngesterOptions): TopicIngester {
  const { topic, carries, ledger, vault, now } = options;
  const sessions = new Map<number, Session>();
  const counts = { consumed: 0, appended: 0, quarantined: 0, duplicates: 0 };

  const streamOf = (partition: number): StreamName => {
    if (carries === 'people') return ledgerOf(partition);
    if (partition === 0) return registersLedger;
    throw new LineageError('ERR_CONFIGURATION', `${topic} has more than one partition: the registers have one order, make it anew with one`);
  };

  const resume: TopicHandler['resume'] = async (partition, bounds) => {
    sessions.delete(partition);
    const ledgerStream = streamOf(partition);
    const quarantineStream = quarantineOf(ledgerStream);
    // Quarantine first: who writes there between the two reads has also moved the ledger, or repeats what is kept once.
    const [quarantineEnd = null] = await ledger.readLast(quarantineStream, 1);
    const { next, last } = await resumePoint(ledger, ledgerStream, { topic, partition, bounds });
    const pinned = pinnedEnds(
      ledger,
      new Map([
        [ledgerStream, last],
        [quarantineStream, quarantineEnd],
      ]),
    );
    const index: EventIndex = { find: async (ids) => fromKnown(sessions.get(partition)?.known, ids) ?? ledger.find(ids) };
    sessions.set(partition, { ledgerStream, ingester: ingester({ ledger: pinned, index, now }), known: new Map() });
    return next;
  };

  const take: TopicHandler['take'] = async (partition, records) => {
    const session = sessions.get(partition);
    if (!session) throw new LineageError('ERR_INVARIANT', `partition ${partition} of ${topic} is taken before it is resumed`);
    await options.wire.learn?.(records.map(({ value }) => value));
    const read = records.map((record: TopicRecord) => readRecord(record, { ...options, partition, stream: session.ledgerStream }));
    const ids = read.flatMap(({ event }) => (event ? [event.eventId] : []));
    const found = await ledger.find(ids);
    session.known = new Map(ids.map((id) => [id, found.get(id) ?? null]));
    const { events, rejected } = parted(read, found);
    const entries = await Promise.all(rejected.map((one) => entryOf(one, vault, session.ledgerStream)));
    // Quarantine goes first: the ledger's last offset says how far the partition was taken, so nothing before it may be left to do.
    const kept = await session.ingester.ingest(quarantineOf(session.ledgerStream), entries);
    const recorded = await session.ingester.ingest(session.ledgerStream, events);
    if (recorded.some(({ status }) => status === 'conflict'))
      throw new LineageError('ERR_INVARIANT', `a conflict in ${session.ledgerStream} that was not there a moment ago`);
    const isNew = ({ status }: IngestResult): boolean => status === 'recorded';
    const [appended, aside] = [recorded.filter(isNew).length, kept.filter(isNew).length];
    counts.consumed += records.length;
    counts.appended += appended;
    counts.quarantined += aside;
    counts.duplicates += records.length - appended - aside;
  };

  const writes = (stream: StreamName): boolean =>
    [...sessions.values()].some(({ ledgerStream }) => stream === ledgerStream || stream === quarantineOf(ledgerStream));
  return { resume, take, writes, conservation: () => ({ ...counts }) };
}

/** The ledger, but the ends of these streams are what they were: an append behind a foreign one is refused, never decided anew. */
function pinnedEnds(ledger: Ledger, ends: ReadonlyMap<StreamName, RecordedEvent | null>): Ledger {
  const readLast: Ledger['readLast'] = async (stream, limit) => {
    const end = ends.get(stream);
    return end === undefined ? ledger.readLast(stream, limit) : end === null ? [] : [end];
  };
  return { ...ledger, readLast };
}

/** The answer when all were looked up before, else undefined. */
function fromKnown(known: Session['known'] | undefined, ids: readonly EventId[]): ReadonlyMap<EventId, IndexedEvent> | undefined {
  if (!known || !ids.every((id) => known.has(id))) return undefined;
  return new Map(ids.flatMap((id) => [known.get(id)].flatMap((event) => (event ? [[id, event] as const] : []))));
}

interface Parted {
  readonly events: readonly PreparedEvent[];
  readonly rejected: readonly { readonly report: RejectedReport; readonly source: Source }[];
}

/** What goes to the ledger and what to quarantine, both in order. An identity that is taken by other content is a conflict. */
function parted(read: readonly ReadRecord[], known: ReadonlyMap<EventId, IndexedEvent>): Parted {
  const firsts = new Map<EventId, PreparedEvent>();
  const events: PreparedEvent[] = [];
  const rejected: { report: RejectedReport; source: Source }[] = [];
  for (const one of read) {
    if (one.event === null) rejected.push(one);
    else if (isConflict(one.event, known.get(one.event.eventId), firsts.get(one.event.eventId)))
      rejected.push({ report: conflictReport(one.event, one.raw), source: one.source });
    else {
      if (!firsts.has(one.event.eventId)) firsts.set(one.event.eventId, one.event);
      events.push(one.event);
    }
  }
  return { events, rejected };
}

function isConflict({ bytes }: PreparedEvent, indexed: IndexedEvent | undefined, first: PreparedEvent | undefined): boolean {
  if (indexed) return indexed.contentHash !== hash('sha256', bytes);
  return first !== undefined && Buffer.compare(first.bytes, bytes) !== 0;
}

const conflictReport = ({ eventId, dataSubject }: PreparedEvent, raw: Uint8Array): RejectedReport => ({
  raw,
  encoding: 'avro',
  reason: 'conflict',
  problems: [{ pointer: '/sourceEventId', rule: 'conflict', expected: 'the content that was recorded under this producer and sourceEventId before' }],
  dataSubject,
  eventId,
});

async function entryOf({ report, source }: Parted['rejected'][number], vault: IdentityVault, ledgerStream: StreamName): Promise<PreparedEvent> {
  const whole = { ...(await quarantined(report, vault)), stream: quarantineOf(ledgerStream), source };
  if (whole.bytes.byteLength <= appendLimits.bytes) return whole;
  // Too large for one append: what can be kept is what it was and where the broker still has it.
  const { topic, partition, offset } = source;
  const raw = Buffer.from(`${report.raw.byteLength} bytes, sha256 ${hash('sha256', report.raw)}, ${topic} ${partition} ${offset}`);
  const problems = [{ pointer: '', rule: 'size', expected: 'a record small enough to be kept: only its hash and its place on the topic are' }];
  return { ...(await quarantined({ ...report, raw, reason: 'oversize', problems }, vault)), stream: quarantineOf(ledgerStream), source };
}
