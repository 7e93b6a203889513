// The embedded intake: a bounded queue in front of the ingester. A producer is answered once the ledger has its event;
// events that wait together are appended together, with one fsync.
import { LineageError } from '../core/domain/errors.ts';
import type { StreamName } from '../core/domain/vocabulary.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';
import type { Conservation, Intake, PreparedEvent, Receipt, RejectedReport } from '../core/ports/intake.ts';
import { appendLimits } from '../core/ports/ledger.ts';
import type { Ingester, IngestResult } from './ingest.ts';
import { fitsOneAppend, quarantined, tooLargeToKeep } from './quarantine.ts';

/** Events that may wait; a submitter beyond it waits for room. */
const queueEventsMax = 10_000;
const roomWaitMaxMs = 30_000;

interface Waiting {
  readonly event: PreparedEvent;
  /** Something a producer handed in, and not what the system itself writes down. */
  readonly report: boolean;
  readonly resolve: (result: IngestResult) => void;
  readonly reject: (error: unknown) => void;
}

export interface EmbeddedIntake extends Intake {
  conservation(): Conservation;
  /** Appends events of the system itself: looks at people, replays. They are no reports and are not counted as such. */
  record(events: readonly PreparedEvent[]): Promise<void>;
  /** Resolves when everything handed in has its receipt; nothing more is taken. */
  drain(): Promise<void>;
}

/** The intake of one process. The ingester behind it gets one batch at a time. */
export function embeddedIntake({ ingester, vault }: { readonly ingester: Ingester; readonly vault: IdentityVault }): EmbeddedIntake {
  const queue: Waiting[] = [];
  const roomWaiters: (() => void)[] = [];
  const counts = { consumed: 0, appended: 0, quarantined: 0, duplicates: 0 };
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  let closing = false;

  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      for (const waiter of roomWaiters.splice(0)) waiter();
      const events = batch.map(({ event }) => event);
      try {
        const results = await ingester.ingest((batch[0] as Waiting).event.stream, events);
        // Counted where reports leave the queue; what became of each is counted where its receipt is made. The two must agree.
        counts.consumed += batch.filter(({ report }) => report).length;
        results.forEach((result, i) => batch[i]?.resolve(result));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  };

  const enqueue = async (events: readonly PreparedEvent[], report: boolean): Promise<IngestResult[]> => {
    if (closing) throw new LineageError('ERR_OVERLOADED', 'the system is stopping: send it again to the next one', { retriable: true });
    await room(queue, roomWaiters);
    const results = events.map((event) => new Promise<IngestResult>((resolve, reject) => queue.push({ event, report, resolve, reject })));
    if (!busy) {
      busy = true;
      running = run();
    }
    const settled = await Promise.allSettled(results);
    return settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  };

  const keepAside = async (reports: readonly RejectedReport[], counted: boolean): Promise<readonly Receipt[]> => {
    const entries = await Promise.all(reports.map((report) => quarantined(report, vault)));
    const results = new Map<PreparedEvent, IngestResult>();
    const kept = entries.filter(fitsOneAppend);
    for (const [i, result] of (await enqueue(kept, counted)).entries()) results.set(kept[i] as PreparedEvent, result);
    return reports.map(({ eventId, reason, problems }, i): Receipt => {
      const entry = entries[i] as PreparedEvent;
      const result = results.get(entry);
      if (!result) return { status: 'rejected', eventId, problems: [...problems, tooLargeToKeep] };
      if (result.status === 'recorded') counts.quarantined += 1;
      else counts.duplicates += 1;
      return { status: 'quarantined', eventId, entry: entry.eventId, reason, problems };
    });
  };

  const submit = async (events: readonly PreparedEvent[]): Promise<readonly Receipt[]> => {
    const results = await enqueue(events, true);
    return Promise.all(
      results.map(async (result): Promise<Receipt> => {
        if (result.status === 'conflict') return quarantineConflict(result.event);
        if (result.status === 'recorded') counts.appended += 1;
        else counts.duplicates += 1;
        return result;
      }),
    );
  };

  const quarantineConflict = async ({ eventId, bytes, schema, dataSubject }: PreparedEvent): Promise<Receipt> => {
    const problems = [{ pointer: '/sourceEventId', rule: 'conflict', expected: 'the content that was recorded under this producer and sourceEventId before' }];
    const raw = Buffer.concat([Buffer.from(`${schema}\n`), bytes]);
    // Consumed once already, as the event that it wanted to be.
    const [receipt] = await keepAside([{ raw, encoding: 'avro', reason: 'conflict', problems, dataSubject, eventId }], false);
    return receipt as Receipt;
  };

  return {
    submit,
    quarantine: (reports) => keepAside(reports, true),
    record: async (events) => void (await enqueue(events, false)),
    conservation: () => ({ ...counts }),
    drain: async () => {
      closing = true;
      await running;
    },
  };
}

/** The events at the head of the queue that share a stream, as many as one append takes. */
function takeBatch(queue: Waiting[]): Waiting[] {
  const stream: StreamName | undefined = queue[0]?.event.stream;
  let end = 0;
  while (end < queue.length && end < appendLimits.events && queue[end]?.event.stream === stream) end += 1;
  return queue.splice(0, end);
}

async function room(queue: readonly Waiting[], waiters: (() => void)[]): Promise<void> {
  const deadline = Date.now() + roomWaitMaxMs;
  while (queue.length >= queueEventsMax) {
    if (Date.now() > deadline) throw new LineageError('ERR_OVERLOADED', 'the intake is full: send it again later', { retriable: true });
    await new Promise<void>((resolve) => {
      waiters.push(resolve);
      setTimeout(resolve, 1000);
    });
  }
}
