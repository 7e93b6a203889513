// The published contracts: every .avsc of a folder, with its fingerprints.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import avro from 'avsc';
import { LineageError } from '../../core/domain/errors.ts';
import type { AvroEnum } from './enum-names.ts';

export type AvroType =
  | string
  | readonly AvroType[]
  | AvroEnum
  | AvroRecord
  | { readonly type: 'array'; readonly items: AvroType }
  | { readonly type: string; readonly logicalType: string };

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc?: string;
  readonly default?: unknown;
  /** Fewest entries of a list; ours, Avro has no such rule. */
  readonly minItems?: number;
}

export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly fields: readonly AvroField[];
}

export interface Contract {
  /** `personal-data-shared.v1.avsc` */
  readonly file: string;
  /** Event type: the record's name. */
  readonly name: string;
  readonly version: number;
  readonly schema: AvroRecord;
  readonly type: avro.Type;
  /** First 16 hex digits of the SHA-256 of the schema's JSON: what the ledger keeps beside the bytes. Unlike Avro's own it sees logical types and defaults. */
  readonly fingerprint: string;
  /** CRC-64-AVRO of the parsing canonical form, little-endian: what single-object encoding carries. */
  readonly rabin: Buffer;
}

/** Reads all contracts, sorted by type and version. @throws LineageError ERR_CONFIGURATION when a file is no Avro record. */
export function loadContracts(directory: string): readonly Contract[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.avsc'))
    .toSorted()
    .map((file) => {
      try {
        return contractOf(file, JSON.parse(readFileSync(join(directory, file), 'utf8')) as AvroRecord);
      } catch (cause) {
        throw new LineageError(
          'ERR_CONFIGURATION',
          `${join(directory, file)} is not a usable contract: ${cause instanceof Error ? cause.message : String(cause)}`,
          { cause },
        );
      }
    })
    .toSorted((a, b) => (a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1));
}

/** One schema as a contract; its version is the file's. Throws what avsc says of a schema that is none. */
export function contractOf(file: string, schema: AvroRecord): Contract {
  // avsc's own options: unions without wrappers; logical types stay raw numbers and strings, which is what the domain holds.
  const type = avro.Type.forSchema(structuredClone(schema) as avro.Schema, { wrapUnions: false, omitRecordMethods: true });
  return {
    file,
    schema,
    type,
    name: schema.name,
    version: Number(/\.v(\d+)\.avsc$/.exec(file)?.[1] ?? 1),
    fingerprint: createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 16),
    rabin: rabinFingerprint(JSON.stringify(type.schema())),
  };
}

/** What single-object encoding calls a schema, by its text. Throws when it is none. */
export const rabinOf = (schema: string): Buffer => contractOf('', JSON.parse(schema) as AvroRecord).rabin;

const rabinEmpty = 0xc15d213aa4d7a795n;
const rabinTable = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = (value >> 1n) ^ ((value & 1n) === 1n ? rabinEmpty : 0n);
  return value;
});

/** CRC-64-AVRO (Avro specification, Schema Fingerprints) as the 8 little-endian bytes of single-object encoding. */
function rabinFingerprint(canonicalForm: string): Buffer {
  let value = rabinEmpty;
  for (const byte of Buffer.from(canonicalForm)) value = (value >> 8n) ^ (rabinTable[Number((value ^ BigInt(byte)) & 0xffn)] ?? 0n);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}
