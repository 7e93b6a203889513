// Reads and subscriptions of the wire double (not a real server): of one stream or of $all, at once or for ever, as fast as the client takes them.
import { randomUUID } from 'node:crypto';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { identifier, nameOf, streamDeleted, toReadEvent } from './messages.ts';
import { protocol, type ReadRequest, type ReadResponse } from './protocol.ts';
import type { Store, StoredEvent } from './store.ts';

const { streams } = protocol;
type Call = ServerWritableStream<ReadRequest, ReadResponse>;
type Options = NonNullable<ReturnType<ReadRequest['getOptions']>>;

/** Events that a filtered subscription looks at between two checkpoints, times the client's interval. */
const checkpointEvents = 32;

/** Answers a read; a subscription until its call is over or `stalled` says that it shall go silent without a word. */
export async function answerRead(store: Store, call: Call, stalled: () => boolean): Promise<void> {
  const options = call.request.getOptions();
  if (!options) return void call.end();
  if (options.hasStream()) {
    const name = nameOf(options.getStream()?.getStreamIdentifier());
    if (store.state(name) === 'deleted') return void call.emit('error', streamDeleted(name));
    if (!options.hasSubscription() && store.state(name) === 'not-found') return notFound(call, name);
  }
  if (options.hasSubscription()) return follow(store, call, options, stalled);
  let left = Number(options.getCount());
  for (const event of events(store, options)) {
    if (left <= 0 || call.cancelled) break;
    await send(call, toReadEvent(event));
    left -= 1;
  }
  call.end();
}

function notFound(call: Call, name: string): void {
  const answer = new streams.ReadResp.StreamNotFound();
  answer.setStreamIdentifier(identifier(name));
  call.write(new streams.ReadResp().setStreamNotFound(answer));
  call.end();
}

async function follow(store: Store, call: Call, options: Options, stalled: () => boolean): Promise<void> {
  const bell = doorbell(store, call);
  const matches = filterOf(options);
  const interval = (options.getFilter()?.getCheckpointintervalmultiplier() ?? 0) * checkpointEvents;
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(randomUUID());
  await send(call, new streams.ReadResp().setConfirmation(confirmation));
  const source = subscribed(store, options);
  let [caughtUp, passed] = [false, 0];
  while (!call.cancelled && !call.destroyed) {
    for (const event of source.next()) {
      if (stalled()) return;
      passed += 1;
      if (matches(event)) await send(call, toReadEvent(event));
      if (interval > 0 && passed % interval === 0) await send(call, checkpoint(event.position));
      if (call.cancelled || call.destroyed) return;
    }
    if (!caughtUp) {
      if (interval > 0) await send(call, checkpoint(Math.max(0, store.end() - 1)));
      await send(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    }
    caughtUp = true;
    await bell.rings();
  }
}

/** Both are exclusive: they begin after the revision or position that the client has. */
function subscribed(store: Store, options: Options): { next(): Iterable<StoredEvent> } {
  const stream = options.getStream();
  const name = nameOf(stream?.getStreamIdentifier());
  let after = stream
    ? stream.hasEnd()
      ? store.last(name)
      : stream.hasRevision()
        ? Number(stream.getRevision())
        : -1
    : options.getAll()?.hasEnd()
      ? store.end() - 1
      : Number(options.getAll()?.getPosition()?.getCommitPosition() ?? -1);
  return {
    *next() {
      for (const event of stream ? store.forwards(name, after + 1) : store.all(after)) {
        after = stream ? event.revision : event.position;
        yield event;
      }
    },
  };
}

/** What a read asks for, in its direction. */
function events(store: Store, options: Options): Iterable<StoredEvent> {
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const stream = options.getStream();
  if (stream) {
    const name = nameOf(stream.getStreamIdentifier());
    if (backwards) return store.backwards(name, stream.hasRevision() ? Number(stream.getRevision()) : store.last(name));
    return stream.hasEnd() ? [] : store.forwards(name, stream.hasRevision() ? Number(stream.getRevision()) : 0);
  }
  const all = options.getAll();
  const position = all?.getPosition();
  if (backwards) return store.allBackwards(position ? Number(position.getCommitPosition()) : Number.POSITIVE_INFINITY);
  return all?.hasEnd() ? [] : store.all(position ? Number(position.getCommitPosition()) - 1 : -1);
}

function filterOf(options: Options): (event: StoredEvent) => boolean {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!filter || !expression) return () => true;
  const text = (event: StoredEvent): string => (filter.hasStreamIdentifier() ? event.stream : event.type);
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => text(event).startsWith(prefix));
  const regex = new RegExp(expression.getRegex());
  return (event) => regex.test(text(event));
}

function checkpoint(position: number): ReadResponse {
  const message = new streams.ReadResp.Checkpoint();
  message.setCommitPosition(String(position));
  message.setPreparePosition(String(position));
  return new streams.ReadResp().setCheckpoint(message);
}

/** Resolves once the client has room for more, or is gone. */
function send(call: Call, message: ReadResponse): Promise<void> | void {
  if (call.cancelled || call.destroyed || call.write(message)) return;
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'cancelled', 'close', 'error']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'cancelled', 'close', 'error']) call.on(event, done);
  });
}

function doorbell(store: Store, call: Call) {
  let rung = false;
  let wake = (): void => {};
  const ring = (): void => {
    rung = true;
    wake();
  };
  const stop = store.onWrite(ring);
  for (const event of ['cancelled', 'close', 'error'])
    call.on(event, () => {
      stop();
      ring();
    });
  return {
    rings: async (): Promise<void> => {
      if (!rung) await new Promise<void>((resolve) => (wake = resolve));
      rung = false;
    },
  };
}
