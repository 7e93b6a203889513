// Bytes from strangers: whatever they are, decoding ends soon, never throws, and never gives what was not written.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contractOf } from '../../../services/adapters/avro/contracts.ts';
import { codecOf, eventBytesMax } from '../../../services/adapters/avro/event-codec.ts';
import type { DomainEvent } from '../../../services/core/domain/events.ts';
import { codec, contracts, now, share } from './contracts.ts';

const encoded = codec.fromJson({
  ...share,
  sealed: [{ kind: 'tracking-no', suite: 'A256GCM', keyId: 'k-1', ciphertext: Buffer.alloc(40, 7).toString('base64') }],
});
if (!encoded.ok) throw new Error(JSON.stringify(encoded.problems));
const { bytes, schema, event } = encoded.value;
const undecodable = { ok: false, reason: 'undecodable' };

/** A small type with one list, so that bytes can be made by hand. */
const text = (name: string) => ({ name, type: 'string', doc: 'x' });
const small = contractOf('listed.v1.avsc', {
  type: 'record',
  name: 'Listed',
  fields: [text('producer'), text('sourceEventId'), { name: 'items', type: { type: 'array', items: 'string' }, doc: 'x' }],
});
const smallCodec = codecOf([small], () => now);
const listed = (...list: readonly number[]) => smallCodec.decode(small.fingerprint, Uint8Array.from([2, 0x61, 2, 0x62, ...list]));

describe('decode', () => {
  test('reads what was written, from a view into a larger buffer too', () => {
    const larger = Buffer.concat([Buffer.alloc(7), bytes, Buffer.alloc(5)]);
    expect(codec.decode(schema, larger.subarray(7, 7 + bytes.length))).toEqual({ ok: true, event });
    expect(codec.decode(schema, new Uint8Array(bytes))).toEqual({ ok: true, event });
  });

  test('refuses every truncation and anything after the end', () => {
    for (let length = 0; length < bytes.length; length += 1) expect(codec.decode(schema, bytes.subarray(0, length))).toMatchObject(undecodable);
    expect(codec.decode(schema, Buffer.concat([bytes, Buffer.alloc(1)]))).toMatchObject(undecodable);
    expect(codec.decode(schema, Buffer.alloc(eventBytesMax + 1))).toMatchObject(undecodable);
  });

  test('never throws on changed bytes, and what it still reads can be shown', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        const decoded = codec.decode(schema, changed);
        const shown = decoded.ok ? codec.toJson(decoded.event) : { type: 'PersonalDataShared' };
        expect(shown['type']).toBe('PersonalDataShared');
      }),
      { numRuns: 1500 },
    );
  });

  test('never throws on noise, under any contract', () => {
    const any = fc.constantFrom(...contracts.map(({ fingerprint }) => fingerprint));
    fc.assert(
      fc.property(any, fc.uint8Array({ maxLength: 200 }), (fingerprint, noise) => {
        expect(() => codec.decode(fingerprint, noise)).not.toThrow();
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    ['ten million entries', [0x80, 0xda, 0xc4, 0x09]],
    ['four billion entries', [0x80, 0x80, 0x80, 0x80, 0x20]],
    ['2^62 entries', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['a negative count of as many, with a size', [0xff, 0x80, 0xda, 0xc4, 0x09, 0x00]],
    ['a count that never ends', Array.from({ length: 40 }, () => 0xff)],
    ['a text longer than the bytes', [0x02, 0xfe, 0xff, 0xff, 0x0f, 0x61]],
    ['a text of negative length', [0x02, 0x01, 0x00]],
  ])('is not fooled by %s', (_, bomb) => {
    const start = performance.now();
    expect(listed(...bomb)).toMatchObject(undecodable);
    expect(performance.now() - start).toBeLessThan(200);
  });

  test('reads lists in several blocks, with and without sizes, as other writers make them', () => {
    expect(listed(0x02, 2, 0x78, 0x01, 0x04, 2, 0x79, 0)).toMatchObject({ ok: true, event: { items: ['x', 'y'] } });
  });

  test('refuses text that is not UTF-8, in lists too, and takes U+FFFD that was meant', () => {
    for (const wrong of [
      [0xff, 0xfe],
      [0xc0, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xe4, 0xbd],
    ])
      expect(listed(0x02, wrong.length * 2, ...wrong, 0)).toMatchObject(undecodable);
    expect(listed(0x02, 6, 0xef, 0xbf, 0xbd, 0)).toMatchObject({ ok: true, event: { items: ['\ufffd'] } });
  });

  test('refuses an instant that no calendar holds', () => {
    for (const occurredAt of [9e15, -9e15, Date.parse('9999-12-31T16:00:00Z'), Date.parse('1949-09-30T15:59:59Z')]) {
      const made = codec.encode({ ...event, occurredAt });
      expect(codec.decode(made.schema, made.bytes)).toMatchObject(undecodable);
    }
  });
});

describe('encode', () => {
  test('refuses what the contract does not declare, in nested records too', () => {
    const sealed = [{ kind: 'a', suite: 'b', keyId: 'c', ciphertext: Buffer.from('d'), plain: '138' }];
    expect(() => codec.encode({ ...event, phone: 'x' } as unknown as DomainEvent)).toThrow(/PersonalDataShared breaks its contract/);
    expect(() => codec.encode({ ...event, sealed } as unknown as DomainEvent)).toThrow(/\/sealed\/0/);
  });

  test('refuses wrong values, missing ones, unknown types and text that UTF-8 cannot hold', () => {
    expect(() => codec.encode({ ...event, records: 1.5 } as DomainEvent)).toThrow(/\/records/);
    expect(() => codec.encode({ ...event, mode: 'given' } as unknown as DomainEvent)).toThrow(/\/mode/);
    expect(() => codec.encode({ ...event, recipient: undefined } as unknown as DomainEvent)).toThrow(/\/recipient/);
    expect(() => codec.encode({ ...event, type: 'Nothing' } as unknown as DomainEvent)).toThrow(/no contract/);
    expect(() => codec.encode({ ...event, purpose: '\ud800' } as DomainEvent)).toThrow(/well-formed/);
  });

  test('does not change the event that it is given', () => {
    const before = JSON.stringify(event);
    codec.encode(event);
    expect(JSON.stringify(event)).toBe(before);
  });
});
