// One record of a topic becomes an event ready for the ledger, or a report for quarantine: nothing a producer can send stops the flow.
import { auditEventTypes, registerEventTypes, type DomainEvent } from '../core/domain/events.ts';
import type { EventId, StreamName } from '../core/domain/vocabulary.ts';
import { parseDataSubject, type DataSubject } from '../core/domain/vocabulary.ts';
import type { EventCodec, FieldProblem } from '../core/ports/event-codec.ts';
import { recordBytesMax, type TopicRecord, type WireFormat } from '../core/ports/intake-topic.ts';
import type { PreparedEvent, RejectedReport } from '../core/ports/intake.ts';

export interface ReadRecordOptions {
  readonly wire: WireFormat;
  readonly codec: EventCodec;
  readonly topic: string;
  readonly partition: number;
  readonly stream: StreamName;
  /** What the topic is for. */
  readonly carries: 'people' | 'registers';
}

export type Source = NonNullable<PreparedEvent['source']>;
export type ReadRecord =
  | { readonly event: PreparedEvent; readonly source: Source; readonly raw: Uint8Array }
  | { readonly event: null; readonly source: Source; readonly report: RejectedReport };

const registers: ReadonlySet<string> = new Set(registerEventTypes);
const internal: ReadonlySet<string> = new Set(auditEventTypes);
const nothing = new Uint8Array();

/** Never throws for what is in the record. */
export function readRecord({ offset, key, value }: TopicRecord, options: ReadRecordOptions): ReadRecord {
  const { wire, codec, topic, partition, stream } = options;
  const source = { topic, partition, offset: String(offset) };
  const keyText = key === null ? '' : Buffer.from(key).toString('latin1');
  const person = parseDataSubject(keyText);
  const refuse = (
    reason: RejectedReport['reason'],
    problems: readonly FieldProblem[],
    of: { dataSubject?: DataSubject | null; eventId?: EventId } = {},
  ): ReadRecord => ({
    event: null,
    source,
    // A tombstone has nothing but its key.
    report: { raw: value ?? key ?? nothing, encoding: 'avro', reason, problems, dataSubject: of.dataSubject ?? person, eventId: of.eventId ?? null },
  });

  if (value === null) return refuse('undecodable', [problem('', 'tombstone', 'a value: a person is erased in the vault, never by a tombstone')]);
  if (value.byteLength > recordBytesMax) return refuse('oversize', [problem('', 'size', `a record of at most ${recordBytesMax} bytes`)]);
  const unwrapped = wire.unwrap(value);
  if (!unwrapped.ok) return refuse(unwrapped.reason, [problem('', unwrapped.reason, unwrapped.expected)]);
  const { schema, bytes } = unwrapped;
  const decoded = codec.decode(schema, bytes);
  if (!decoded.ok) return refuse(decoded.reason, [problem('', decoded.reason, decoded.detail)]);
  // The bytes fit their schema; what else the contract asks for (patterns, lengths, no personal data) is checked as at the door.
  const checked = codec.fromJson(codec.toJson(decoded.event));
  const dataSubject = subjectOf(decoded.event);
  if (!checked.ok) return refuse('invalid', checked.problems, { dataSubject });
  const { eventId, event } = checked.value;
  const misplaced = misplacement(event, keyText, options);
  if (misplaced) return refuse('invalid', [misplaced], { dataSubject, eventId });
  return { event: { eventId, type: event.type, stream, dataSubject, bytes, schema, source }, source, raw: value };
}

const problem = (pointer: string, rule: string, expected: string): FieldProblem => ({ pointer, rule, expected });
const subjectOf = (event: DomainEvent): DataSubject | null => ('dataSubject' in event ? (event.dataSubject as DataSubject) : null);

/** Another topic or key would break the order of one person's events, or let a producer write what only the system may. */
function misplacement(event: DomainEvent, key: string, { carries }: ReadRecordOptions): FieldProblem | null {
  if (internal.has(event.type)) return problem('/type', 'internal', 'a type that producers report');
  if (registers.has(event.type) !== (carries === 'registers')) return problem('/type', 'topic', `a type that travels on this topic: it carries ${carries}`);
  if (carries === 'people' && key.toLowerCase() !== subjectOf(event))
    return problem('/dataSubject', 'key', "the record's key: events are keyed by their person");
  return null;
}
