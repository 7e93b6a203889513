// JSON of the interfaces ⇄ events ⇄ Avro bytes, by the published contracts, strictly in both directions.
import type avro from 'avsc';
import { LineageError } from '../../core/domain/errors.ts';
import { eventIdOf } from '../../core/domain/event-id.ts';
import type { DomainEvent } from '../../core/domain/events.ts';
import type { Decoded, EncodedEvent, EventCodec, FieldProblem } from '../../core/ports/event-codec.ts';
import { byteBounds } from './byte-bounds.ts';
import { loadContracts, type Contract } from './contracts.ts';
import { compileRecord, fromAvro, readRecord, toAvro, type CompiledRecord } from './json-fields.ts';

/** One event may not be larger: far above any real one, far below what could hurt. */
export const eventBytesMax = 256 * 1024;

const futureMaxMs = 24 * 3_600_000;
/** A report with more is not worth a longer answer. */
const problemsMax = 100;

/** The newest contract of a type: what reports are checked by and stored bytes are read as. */
interface Reader {
  readonly contract: Contract;
  readonly record: CompiledRecord;
}

/** A contract that stored bytes may have been written with. */
interface Writer {
  readonly reader: Reader;
  /** From the writer's schema to the reader's; undefined when they are the same. */
  readonly resolver: avro.Resolver | undefined;
  readonly fits: (bytes: Buffer) => boolean;
}

export interface AvroEventCodecOptions {
  /** Folder of the .avsc files. */
  readonly directory: string;
  readonly now?: () => number;
}

/** The codec over the contracts of a folder. @throws LineageError as `loadContracts`. */
export const avroEventCodec = ({ directory, now }: AvroEventCodecOptions): EventCodec => codecOf(loadContracts(directory), now);

/** A codec over these contracts, sorted by type and version. */
export function codecOf(contracts: readonly Contract[], now: () => number = Date.now): EventCodec {
  const readers = new Map(
    contracts.map((contract) => [contract.name, { contract, record: compileRecord(contract.schema, new Map(), { type: contract.name }) }]),
  );
  const writers = new Map(contracts.map((contract) => [contract.fingerprint, writerOf(contract, readers.get(contract.name) as Reader)]));
  const types = [...readers.keys()];

  const readerOf = (type: string): Reader => {
    const reader = readers.get(type);
    if (!reader) throw new LineageError('ERR_INVARIANT', `no contract for ${type}`);
    return reader;
  };
  const encoded = ({ contract, record }: Reader, event: DomainEvent): EncodedEvent => ({
    eventId: eventIdOf(event.producer, event.sourceEventId),
    event,
    bytes: contract.type.toBuffer(toAvro(record, event as unknown as Record<string, unknown>)),
    schema: contract.fingerprint,
  });

  return {
    fromJson: (report) => {
      if (typeof report !== 'object' || report === null || Array.isArray(report))
        return refused([{ pointer: '', rule: 'type', expected: 'a JSON object: one event' }]);
      const given = report as Readonly<Record<string, unknown>>;
      const type = Object.hasOwn(given, 'type') ? given['type'] : undefined;
      const reader = typeof type === 'string' ? readers.get(type) : undefined;
      if (!reader) return refused([{ pointer: '/type', rule: type === undefined ? 'required' : 'enum', expected: `one of ${types.join(', ')}` }]);
      const problems: FieldProblem[] = [];
      const event = readRecord(reader.record, given, problems, 'type') as unknown as DomainEvent;
      if (event.occurredAt > now() + futureMaxMs)
        problems.push({ pointer: '/occurredAt', rule: 'future', expected: 'an instant not more than 24 hours ahead of the clock' });
      if (problems.length > 0) return refused(problems);
      const value = encoded(reader, event);
      return value.bytes.byteLength <= eventBytesMax
        ? { ok: true, value }
        : refused([{ pointer: '', rule: 'size', expected: `an event of at most ${eventBytesMax} bytes` }]);
    },
    encode: (event) => {
      const reader = readerOf(event.type);
      const { type: _, ...fields } = event;
      checkStrictly(reader, fields);
      const value = encoded(reader, event);
      if (!writers.get(value.schema)?.fits(Buffer.from(value.bytes)))
        throw new LineageError('ERR_INVARIANT', `text that is not well-formed in a ${event.type}`);
      return value;
    },
    decode: (schema, bytes): Decoded => {
      const writer = writers.get(schema);
      if (!writer) return { ok: false, reason: 'unknown-schema', detail: `no contract has the fingerprint ${schema}` };
      if (bytes.byteLength > eventBytesMax) return { ok: false, reason: 'undecodable', detail: `more than ${eventBytesMax} bytes` };
      const { reader, resolver, fits } = writer;
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (!fits(buffer)) return { ok: false, reason: 'undecodable', detail: 'the bytes do not fit their schema, or hold text that is not UTF-8' };
      try {
        const event = reader.contract.type.fromBuffer(buffer, resolver) as Record<string, unknown>;
        fromAvro(reader.record, event);
        // Added to what avsc made: copying forty fields would cost as much as reading them.
        event['type'] = reader.contract.name;
        return { ok: true, event: event as unknown as DomainEvent };
      } catch {
        return { ok: false, reason: 'undecodable', detail: 'the bytes fit their schema but hold what no event can' };
      }
    },
    restore: (json) => {
      const fields = json as Readonly<Record<string, unknown>>;
      const problems: FieldProblem[] = [];
      const event = readRecord(readerOf(String(fields['type'])).record, fields, problems, 'type') as unknown as DomainEvent;
      return problems.length === 0 ? event : null;
    },
    toJson: (event) => {
      const json: Record<string, unknown> = { type: event.type };
      const fields = event as unknown as Readonly<Record<string, unknown>>;
      for (const { name, show, fallback, required } of readerOf(event.type).record.fields) {
        const value = fields[name];
        if (!required && (value === fallback || (Array.isArray(value) && value.length === 0))) continue;
        json[name] = show(value);
      }
      return json;
    },
  };
}

const refused = (problems: readonly FieldProblem[]) => ({ ok: false, problems: problems.slice(0, problemsMax) }) as const;

const writerOf = (contract: Contract, reader: Reader): Writer => ({
  reader,
  resolver: contract === reader.contract ? undefined : reader.contract.type.createResolver(contract.type),
  fits: byteBounds(contract.schema),
});

/** Throws on what the contract does not declare, in nested records too, and on values that it does not allow. */
function checkStrictly({ contract, record }: Reader, fields: Readonly<Record<string, unknown>>): void {
  const wrong: string[] = [];
  contract.type.isValid(toAvro(record, fields), {
    noUndeclaredFields: true,
    errorHook: (path) => wrong.push(`/${path.join('/')}`),
  });
  if (wrong.length > 0) throw new LineageError('ERR_INVARIANT', `${contract.name} breaks its contract at ${wrong.join(', ')}`);
}
