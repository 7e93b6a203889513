// Avro single-object encoding: C3 01, the schema's CRC-64-AVRO in 8 little-endian bytes, the body (Avro specification, Single-object encoding).
import { LineageError } from '../../core/domain/errors.ts';
import type { WireFormat } from '../../core/ports/intake-topic.ts';

/** A contract by its two names: `rabin` on the wire, `fingerprint` in the ledger. */
export interface NamedSchema {
  readonly rabin: Uint8Array;
  readonly fingerprint: string;
}

const marker = Buffer.from([0xc3, 0x01]);
const headerBytes = 10;

/** The wire format of these contracts, oldest version first. Versions that differ only in what Avro ignores look the same on the wire: the newest is taken. */
export function singleObjectEncoding(schemas: readonly NamedSchema[]): WireFormat {
  const headers = new Map<string, Buffer>();
  const fingerprints = new Map<string, string>();
  for (const { rabin, fingerprint } of schemas) {
    const wire = Buffer.from(rabin).toString('hex');
    fingerprints.set(wire, fingerprint);
    headers.set(fingerprint, Buffer.concat([marker, rabin]));
  }
  return {
    wrap: (schema, bytes) => {
      const header = headers.get(schema);
      if (!header) throw new LineageError('ERR_INVARIANT', `no contract has the fingerprint ${schema}`);
      return Buffer.concat([header, bytes]);
    },
    unwrap: (value) => {
      if (value.length < headerBytes || value[0] !== marker[0] || value[1] !== marker[1])
        return { ok: false, reason: 'undecodable', expected: 'Avro single-object encoding: C3 01, eight bytes of fingerprint, the body' };
      const wire = Buffer.from(value.buffer, value.byteOffset + marker.length, headerBytes - marker.length).toString('hex');
      const schema = fingerprints.get(wire);
      if (schema === undefined) return { ok: false, reason: 'unknown-schema', expected: `a contract with the Avro fingerprint ${wire}: none is known here` };
      return { ok: true, schema, bytes: value.subarray(headerBytes) };
    },
  };
}
