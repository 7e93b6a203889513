// Confluent's wire format: a zero, the schema's id in the registry in 4 big-endian bytes, the body. Single-object encoding is read as well.
import { LineageError } from '../../core/domain/errors.ts';
import type { WireFormat } from '../../core/ports/intake-topic.ts';
import type { SchemaRegistry } from './confluent-registry.ts';
import { singleObjectEncoding, type NamedSchema } from './single-object.ts';

/** A contract with the subject it is registered under: the record's full name (Confluent's RecordNameStrategy), because one topic carries many types. */
export interface RegisteredSchema extends NamedSchema {
  readonly schema: { readonly name: string; readonly namespace?: string };
}

export interface ConfluentEncodingOptions {
  readonly registry: SchemaRegistry;
  /** Oldest version of a type first: a registry compares a new one with those before it. */
  readonly contracts: readonly RegisteredSchema[];
  /** CRC-64-AVRO of a schema's text; throws when it is no schema. */
  readonly rabinOf: (schema: string) => Uint8Array;
  readonly now?: () => number;
}

export interface ConfluentEncoding extends WireFormat {
  /** Finds or registers the id of every contract; needed before anything is wrapped. @throws LineageError as the registry. */
  enrol(): Promise<void>;
}

const magic = 0;
const headerBytes = 5;
/** An id that nobody knew may be on its way from another replica of the registry. */
const unknownForMs = 30_000;
/** A producer that makes ids up must not fill the memory. */
const idsMax = 10_000;

/** The wire format over this registry. An id or a schema that no contract has is an outcome, never an error. */
export function confluentEncoding({ registry, contracts, rabinOf, now = Date.now }: ConfluentEncodingOptions): ConfluentEncoding {
  const single = singleObjectEncoding(contracts);
  const byRabin = new Map(contracts.map(({ rabin, fingerprint }) => [hexOf(rabin), fingerprint]));
  const headers = new Map<string, Buffer>();
  /** Fingerprint of an id; null when it is no contract's, until then. */
  const known = new Map<number, { readonly fingerprint: string | null; readonly until: number }>();

  const isKnown = (id: number): boolean => (known.get(id)?.until ?? 0) > now();
  const fingerprintOf = (schema: string | null): string | null => {
    if (schema === null) return null;
    try {
      return byRabin.get(hexOf(rabinOf(schema))) ?? null;
    } catch {
      return null;
    }
  };

  return {
    enrol: async () => {
      for (const { fingerprint, schema } of contracts) {
        const id = await registry.idOf(schema.namespace === undefined ? schema.name : `${schema.namespace}.${schema.name}`, JSON.stringify(schema));
        headers.set(fingerprint, headerOf(id));
        known.set(id, { fingerprint, until: Number.POSITIVE_INFINITY });
      }
    },
    learn: async (values) => {
      const ids = new Set(values.flatMap((value) => (value !== null && isConfluent(value) ? [idOf(value)] : [])));
      for (const id of ids) {
        if (isKnown(id)) continue;
        const fingerprint = fingerprintOf(await registry.schemaOf(id));
        if (known.size >= idsMax) for (const [old, { fingerprint: found }] of known) if (found === null) known.delete(old);
        known.set(id, { fingerprint, until: fingerprint === null ? now() + unknownForMs : Number.POSITIVE_INFINITY });
      }
    },
    wrap: (schema, bytes) => {
      const header = headers.get(schema);
      if (!header) throw new LineageError('ERR_INVARIANT', `the contract ${schema} has no id in the schema registry`);
      return Buffer.concat([header, bytes]);
    },
    unwrap: (value) => {
      if (!isConfluent(value)) return single.unwrap(value);
      const id = idOf(value);
      const fingerprint = known.get(id)?.fingerprint;
      if (fingerprint === undefined || fingerprint === null)
        return { ok: false, reason: 'unknown-schema', expected: `a contract with the id ${id} in the schema registry: none is known here` };
      return { ok: true, schema: fingerprint, bytes: value.subarray(headerBytes) };
    },
  };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const isConfluent = (value: Uint8Array): boolean => value.length >= headerBytes && value[0] === magic;
const idOf = (value: Uint8Array): number => new DataView(value.buffer, value.byteOffset, value.byteLength).getUint32(1);

function headerOf(id: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt8(magic, 0);
  header.writeUInt32BE(id, 1);
  return header;
}
