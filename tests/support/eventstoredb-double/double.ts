// A double of EventStoreDB on the wire, not a real server: gRPC by the client's own definitions, one fsynced file, the rules that were observed.
import { randomUUID } from 'node:crypto';
import {
  Server,
  ServerCredentials,
  status,
  type handleServerStreamingCall,
  type Metadata,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import { noFaults, type Faults } from './faults.ts';
import type { ProposedEvent } from './file-log.ts';
import { accessDenied, nameOf, serverError, toAppendAnswer, toBatchAnswer, toProposed, uuid } from './messages.ts';
import {
  protocol,
  type AppendRequest,
  type AppendResponse,
  type BatchAppendRequest,
  type BatchAppendResponse,
  type ReadRequest,
  type ReadResponse,
} from './protocol.ts';
import { answerRead } from './reads.ts';
import { openStore, type Expected, type Store, type WriteResult } from './store.ts';

const { streams, streamsRpc, serverFeatures, serverFeaturesRpc, gossip, gossipRpc } = protocol;

/** Said wherever a version is shown: nobody shall take a pass on this for a pass on the server. */
export const doubleName = 'the wire double, not a real server';

export interface DoubleOptions {
  /** The file that holds its events; a double opened on it again goes on from there. */
  readonly path: string;
  /** 0: any free one. */
  readonly port?: number;
  /** PEM texts, for TLS. */
  readonly tls?: { readonly key: Buffer; readonly certificate: Buffer };
  /** Whom it serves, told by each call; unset: everybody. */
  readonly user?: { readonly name: string; readonly password: string };
  /** How it dies; unset: its connections are cut and its memory dropped. */
  readonly die?: () => void;
}

export interface EventStoreDbDouble {
  readonly port: number;
  /** For the client, without user and password. */
  readonly url: string;
  readonly faults: Faults;
  /** Appends so far on each of the client's two paths. */
  readonly appends: { plain: number; batch: number };
  /** As a kill does: cuts every connection; what is in the file stays. */
  kill(): Promise<void>;
}

/** Starts a double on the loopback interface. */
export async function startDouble({ path, port = 0, tls, user, die }: DoubleOptions): Promise<EventStoreDbDouble> {
  const store = openStore(path);
  const faults = noFaults();
  const appends = { plain: 0, batch: 0 };
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  let dead = false;
  const kill = async (): Promise<void> => {
    if (dead) return;
    dead = true;
    server.forceShutdown();
    store.close();
  };
  const onDeath = die ?? ((): void => void kill());
  const alive = (): boolean => !dead && !faults.silent;
  const expected = user ? `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}` : null;
  const admits = ({ metadata }: { readonly metadata: Metadata }): boolean => expected === null || metadata.get('authorization').includes(expected);
  addServices(server, store, { faults, appends, alive, admits, die: onDeath });
  const credentials = tls ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }]) : ServerCredentials.createInsecure();
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, at) => (error ? reject(error) : resolve(at)));
  });
  return { port: bound, url: tls ? `esdb://localhost:${bound}` : `esdb://127.0.0.1:${bound}?tls=false`, faults, appends, kill };
}

interface Conditions {
  readonly faults: Faults;
  readonly appends: EventStoreDbDouble['appends'];
  readonly alive: () => boolean;
  readonly admits: (call: { readonly metadata: Metadata }) => boolean;
  readonly die: () => void;
}

function addServices(server: Server, store: Store, conditions: Conditions): void {
  const { faults, appends, alive, admits, die } = conditions;

  /** Writes, unless the next fault has it otherwise; null when no answer may follow. */
  const write = (append: () => WriteResult): WriteResult | null => {
    if (!alive()) return null;
    const fault = faults.appends.shift() ?? null;
    if (fault === 'die-before-write') return (die(), null);
    const result = durably(append);
    if (!result) return (die(), null);
    if (fault === 'die-before-answer') return (die(), null);
    if (fault === 'deny-having-written' && result.result === 'success') return { result: 'wrong-expected-version', current: result.revision };
    return fault === 'lose-answer' ? null : result;
  };

  const append = (call: ServerReadableStream<AppendRequest, AppendResponse>, answer: sendUnaryData<AppendResponse>): void => {
    appends.plain += 1;
    let [name, expected]: [string, Expected] = ['', 'any'];
    const proposed: ProposedEvent[] = [];
    call.on('data', (request: AppendRequest) => {
      const options = request.getOptions();
      const message = request.getProposedMessage();
      if (options) [name, expected] = [nameOf(options.getStreamIdentifier()), options.hasRevision() ? Number(options.getRevision()) : wordOf(options)];
      if (message) proposed.push(toProposed(message));
    });
    call.on('end', () => {
      if (!admits(call)) return answer(accessDenied());
      const result = write(() => store.append(name, expected, proposed));
      if (!result) return;
      const response = toAppendAnswer(name, expected, result);
      if (response instanceof Error) answer(response);
      else answer(null, response);
    });
    call.on('error', () => {});
  };

  const batchAppend = (call: ServerDuplexStream<BatchAppendRequest, BatchAppendResponse>): void => {
    const open = new Map<string, { readonly name: string; readonly expected: Expected; readonly proposed: ProposedEvent[] }>();
    call.on('data', (request: BatchAppendRequest) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      if (options)
        open.set(id, {
          name: nameOf(options.getStreamIdentifier()),
          expected: options.hasStreamPosition() ? Number(options.getStreamPosition()) : wordOf(options),
          proposed: [],
        });
      const pending = open.get(id);
      if (!pending) return;
      for (const message of request.getProposedMessagesList()) pending.proposed.push(toProposed(message));
      if (!request.getIsFinal()) return;
      open.delete(id);
      appends.batch += 1;
      const result = write(() => store.append(pending.name, pending.expected, pending.proposed));
      if (result) call.write(toBatchAnswer(pending.name, pending.expected, result).setCorrelationId(uuid(id)));
    });
    call.on('end', () => call.end());
    call.on('error', () => {});
  };

  const read: handleServerStreamingCall<ReadRequest, ReadResponse> = (call) => {
    call.on('error', () => {});
    if (!alive()) return;
    if (admits(call)) answerRead(store, call, () => faults.stalled).catch((error: unknown) => call.destroy(error as Error));
    else call.emit('error', accessDenied());
  };

  const remove =
    (mark: 'soft-deleted' | 'tombstoned', answered: () => unknown) => (call: ServerUnaryCall<RemoveRequest, unknown>, answer: sendUnaryData<unknown>) => {
      const options = call.request.getOptions();
      const name = nameOf(options?.getStreamIdentifier());
      const result = write(() => store.remove(name, !options ? 'any' : options.hasRevision() ? Number(options.getRevision()) : wordOf(options), mark));
      if (!result) return;
      if (result.result === 'success') return answer(null, answered());
      const details = result.result === 'wrong-expected-version' ? { 'expected-version': '-1', 'actual-version': String(result.current) } : {};
      answer(serverError(status.FAILED_PRECONDITION, result.result, { 'stream-name': name, ...details }));
    };

  server.addService(streamsRpc.StreamsService, {
    append,
    batchAppend,
    read,
    delete: remove('soft-deleted', () => new streams.DeleteResp()),
    tombstone: remove('tombstoned', () => new streams.TombstoneResp()),
  });
  server.addService(serverFeaturesRpc.ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, answer: sendUnaryData<unknown>) => alive() && answer(null, supportedMethods()),
  });
  server.addService(gossipRpc.GossipService, {
    read: (call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => alive() && answer(null, clusterOfOne(call.getHost())),
  });
}

/** Null when the file took no more: like the server, the double does not go on with a disk it cannot write to. */
function durably(append: () => WriteResult): WriteResult | null {
  try {
    return append();
  } catch {
    return null;
  }
}

interface Expecting {
  hasNoStream(): boolean;
  hasStreamExists?(): boolean;
}

interface RemoveRequest {
  getOptions(): (Expecting & { getStreamIdentifier(): Parameters<typeof nameOf>[0]; hasRevision(): boolean; getRevision(): string }) | undefined;
}

const wordOf = (options: Expecting): Expected => (options.hasNoStream() ? 'no-stream' : options.hasStreamExists?.() === true ? 'stream-exists' : 'any');

function supportedMethods(): InstanceType<typeof serverFeatures.SupportedMethods> {
  const methods = Object.keys(streamsRpc.StreamsService).map((name) => {
    const method = new serverFeatures.SupportedMethod();
    method.setServiceName('event_store.client.streams.Streams');
    method.setMethodName(name.toLowerCase());
    return method;
  });
  const answer = new serverFeatures.SupportedMethods();
  answer.setMethodsList(methods);
  answer.setEventStoreServerVersion(doubleName);
  return answer;
}

/** Itself as the leader, under the address it was asked at. */
function clusterOfOne(host: string): InstanceType<typeof gossip.ClusterInfo> {
  const [address = '127.0.0.1', port = '2113'] = host.split(':');
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress(address);
  endPoint.setPort(Number(port));
  const member = new gossip.MemberInfo();
  member.setInstanceId(uuid(randomUUID()));
  member.setTimeStamp(`${Date.now()}0000`);
  member.setState(gossip.MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endPoint);
  const cluster = new gossip.ClusterInfo();
  cluster.setMembersList([member]);
  return cluster;
}
