// JSON of the interfaces ⇄ events ⇄ Avro bytes, by the published contracts, strictly in both directions.
import type avro from 'avsc';
import { LineageError } from '../../core/domain/errors.ts';
import { eventIdOf } from '../../core/domain/event-id.ts';
import type { DomainEvent, EventType } from '../../core/domain/events.ts';
import type { Decoded, EncodedEvent, EventCodec, FieldProblem } from '../../core/ports/event-codec.ts';
import { loadContracts, type Contract } from './contracts.ts';
import { compileFields, escapePointer, readFields, type CompiledField } from './json-fields.ts';

/** One event may not be larger: far above any real one, far below what could hurt. */
export const eventBytesMax = 256 * 1024;

const futureMaxMs = 24 * 3_600_000;

interface Compiled {
  readonly contract: Contract;
  readonly fields: readonly CompiledField[];
  readonly names: ReadonlySet<string>;
}

export interface AvroEventCodecOptions {
  /** Folder of the .avsc files. */
  readonly directory: string;
  readonly now?: () => number;
}

export function avroEventCodec({ directory, now = Date.now }: AvroEventCodecOptions): EventCodec {
  const contracts = loadContracts(directory);
  const newest = new Map(contracts.map((contract) => [contract.name, compile(contract)]));
  const writers = new Map(contracts.map((contract) => [contract.fingerprint, contract]));
  const resolvers = new Map<string, avro.Resolver | null>();

  const encodeValue = ({ contract, fields }: Compiled, event: Record<string, unknown>): Buffer => {
    const value: Record<string, unknown> = {};
    for (const { name, toAvro } of fields) value[name] = toAvro ? toAvro(event[name]) : event[name];
    return contract.type.toBuffer(value);
  };
  const encoded = (compiled: Compiled, event: DomainEvent): EncodedEvent => ({
    eventId: eventIdOf(event.producer, event.sourceEventId),
    event,
    bytes: encodeValue(compiled, event as unknown as Record<string, unknown>),
    schema: compiled.contract.fingerprint,
  });
  const compiledOf = (type: string): Compiled => {
    const compiled = newest.get(type);
    if (!compiled) throw new LineageError('ERR_INVARIANT', `no contract for ${type}`);
    return compiled;
  };
  /** From the schema the bytes were written with to the newest of its type; null when that is the same. */
  const resolverOf = (writer: Contract, reader: Contract): avro.Resolver | null => {
    const known = resolvers.get(writer.fingerprint);
    if (known !== undefined) return known;
    const resolver = writer === reader ? null : reader.type.createResolver(writer.type);
    resolvers.set(writer.fingerprint, resolver);
    return resolver;
  };

  return {
    types: () => [...newest.keys()] as EventType[],
    fromJson: (report) => {
      const compiled =
        typeof report === 'object' && report !== null && !Array.isArray(report) ? newest.get(String((report as { type?: unknown }).type)) : undefined;
      if (!compiled) return { ok: false, problems: [typeProblem(report, [...newest.keys()])] };
      const problems: FieldProblem[] = [];
      const given = report as Record<string, unknown>;
      for (const key of Object.keys(given)) {
        if (key !== 'type' && !compiled.names.has(key))
          problems.push({
            pointer: `/${escapePointer(key)}`,
            rule: 'unknown-field',
            expected: `a field of ${compiled.contract.name}: ${[...compiled.names].join(', ')}`,
          });
      }
      const event = { type: compiled.contract.name, ...readFields(compiled.fields, given, '', problems) } as unknown as DomainEvent;
      if (typeof event.occurredAt === 'number' && event.occurredAt > now() + futureMaxMs)
        problems.push({ pointer: '/occurredAt', rule: 'future', expected: 'an instant not more than 24 hours ahead of the clock' });
      if (problems.length > 0) return { ok: false, problems };
      const value = encoded(compiled, event);
      if (value.bytes.byteLength > eventBytesMax)
        return { ok: false, problems: [{ pointer: '', rule: 'size', expected: `an event of at most ${eventBytesMax} bytes` }] };
      return { ok: true, value };
    },
    encode: (event) => encoded(compiledOf(event.type), event),
    decode: (schema, bytes): Decoded => {
      const writer = writers.get(schema);
      const compiled = writer && newest.get(writer.name);
      if (!writer || !compiled) return { ok: false, reason: 'unknown-schema', detail: `no contract has the fingerprint ${schema}` };
      if (bytes.byteLength > eventBytesMax) return { ok: false, reason: 'undecodable', detail: `more than ${eventBytesMax} bytes` };
      try {
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        const value = compiled.contract.type.fromBuffer(buffer, resolverOf(writer, compiled.contract) ?? undefined) as Record<string, unknown>;
        const event: Record<string, unknown> = { type: writer.name };
        let replaced = false;
        for (const { name, fromAvro } of compiled.fields) {
          const field = fromAvro ? fromAvro(value[name]) : value[name];
          replaced ||= typeof field === 'string' && field.includes('\ufffd');
          event[name] = field;
        }
        // avsc turns invalid UTF-8 into U+FFFD without a word; strict text comes from encoding it again.
        if (replaced && !encodeValue(compiled, event).equals(buffer)) return { ok: false, reason: 'undecodable', detail: 'text that is not UTF-8' };
        return { ok: true, event: event as unknown as DomainEvent };
      } catch (error) {
        return {
          ok: false,
          reason: 'undecodable',
          detail: error instanceof RangeError ? 'nested or counted beyond measure' : 'the bytes do not fit their schema',
        };
      }
    },
    toJson: (event) => {
      const json: Record<string, unknown> = { type: event.type };
      const fields = event as unknown as Record<string, unknown>;
      for (const { name, show, fallback, required } of compiledOf(event.type).fields) {
        const value = fields[name];
        if (!required && (value === fallback || value === null || (Array.isArray(value) && value.length === 0))) continue;
        json[name] = show(value);
      }
      return json;
    },
  };
}

function compile(contract: Contract): Compiled {
  const fields = compileFields(contract.schema);
  return { contract, fields, names: new Set(fields.map(({ name }) => name)) };
}

function typeProblem(report: unknown, types: readonly string[]): FieldProblem {
  if (typeof report !== 'object' || report === null || Array.isArray(report)) return { pointer: '', rule: 'type', expected: 'a JSON object: one event' };
  return { pointer: '/type', rule: Object.hasOwn(report, 'type') ? 'enum' : 'required', expected: `one of ${types.join(', ')}` };
}
