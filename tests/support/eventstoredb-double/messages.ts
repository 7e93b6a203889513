// Between the double's events and the wire: what the client sends, and what the server answers, message by message.
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import type { ProposedEvent } from './file-log.ts';
import { protocol, type AppendResponse, type BatchAppendResponse, type ReadResponse } from './protocol.ts';
import { maxAppendSize, type Expected, type StoredEvent, type WriteResult } from './store.ts';

const { shared, streams, rpcStatus } = protocol;

/** What the two kinds of proposed message have in common. */
interface ProposedMessage {
  getId(): InstanceType<typeof shared.UUID> | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

export const nameOf = (identifier: InstanceType<typeof shared.StreamIdentifier> | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export const toProposed = (message: ProposedMessage): ProposedEvent => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

export function toReadEvent(event: StoredEvent): ReadResponse {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuid(event.id));
  recorded.setStreamIdentifier(identifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded.getMetadataMap().set('type', event.type).set('content-type', event.contentType).set('created', `${event.created}0000`);
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  return new streams.ReadResp().setEvent(read);
}

export function identifier(name: string): InstanceType<typeof shared.StreamIdentifier> {
  const message = new shared.StreamIdentifier();
  message.setStreamName(Uint8Array.from(Buffer.from(name, 'utf8')));
  return message;
}

export function uuid(text: string): InstanceType<typeof shared.UUID> {
  const message = new shared.UUID();
  message.setString(text);
  return message;
}

/** The server's error with the type in its trailers, where the client looks for it. */
export function serverError(code: status, exception: string, details: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries({ exception, ...details })) metadata.set(key, value);
  return Object.assign(new Error(exception), { code, details: exception, metadata });
}

export const streamDeleted = (name: string): ServiceError => serverError(status.FAILED_PRECONDITION, 'stream-deleted', { 'stream-name': name });

export const accessDenied = (): ServiceError => serverError(status.PERMISSION_DENIED, 'access-denied');

/** The answer of the plain append: a response, or an error of the call. */
export function toAppendAnswer(name: string, expected: Expected, result: WriteResult): AppendResponse | ServiceError {
  if (result.result === 'stream-deleted') return streamDeleted(name);
  if (result.result === 'maximum-append-size-exceeded')
    return serverError(status.INVALID_ARGUMENT, result.result, { 'maximum-append-size': String(maxAppendSize) });
  const response = new streams.AppendResp();
  if (result.result === 'wrong-expected-version') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (result.current < 0) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(result.current));
    if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
    else if (expected === 'no-stream') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new shared.Empty());
    else wrong.setExpectedRevision(String(expected));
    return response.setWrongExpectedVersion(wrong);
  }
  const success = new streams.AppendResp.Success();
  if (result.revision < 0) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(String(result.revision));
  if (result.position === null) success.setNoPosition(new shared.Empty());
  else {
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(result.position));
    position.setPreparePosition(String(result.position));
    success.setPosition(position);
  }
  return response.setSuccess(success);
}

/** The answer of the batch append: always a response, errors packed inside. */
export function toBatchAnswer(name: string, expected: Expected, result: WriteResult): BatchAppendResponse {
  const response = new streams.BatchAppendResp();
  response.setStreamIdentifier(identifier(name));
  if (result.result === 'wrong-expected-version') return response.setError(packed('WrongExpectedVersion', wrongExpectedVersion(expected, result.current)));
  if (result.result === 'stream-deleted') return response.setError(packed('StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(identifier(name))));
  if (result.result === 'maximum-append-size-exceeded')
    return response.setError(packed('MaximumAppendSizeExceeded', new shared.MaximumAppendSizeExceeded().setMaxappendsize(maxAppendSize)));
  const success = new streams.BatchAppendResp.Success();
  if (result.revision >= 0) success.setCurrentRevision(String(result.revision));
  if (result.position !== null) {
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(result.position));
    position.setPreparePosition(String(result.position));
    success.setPosition(position);
  }
  return response.setSuccess(success);
}

function wrongExpectedVersion(expected: Expected, current: number): InstanceType<typeof shared.WrongExpectedVersion> {
  const wrong = new shared.WrongExpectedVersion();
  // google.protobuf.Empty on the wire: no bytes, like the protocol's own.
  const empty = new shared.Empty() as unknown as Parameters<typeof wrong.setExpectedNoStream>[0];
  if (current < 0) wrong.setCurrentNoStream(empty);
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(empty);
  else if (expected === 'no-stream') wrong.setExpectedNoStream(empty);
  else if (expected === 'stream-exists') wrong.setExpectedStreamExists(empty);
  else wrong.setExpectedStreamPosition(String(expected));
  return wrong;
}

function packed(type: string, message: { serializeBinary(): Uint8Array }): InstanceType<typeof rpcStatus.Status> {
  const details = new anyMessage.Any();
  details.pack(message.serializeBinary(), `event_store.client.${type}`);
  const error = new rpcStatus.Status();
  error.setDetails(details);
  return error;
}
