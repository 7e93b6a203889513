// Reports from strangers: all problems at once, each at its place, none with the value; what is taken comes back as it was.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codec, contracts, now, share } from './contracts.ts';
import { reportsOf, withoutDefaults } from './arbitrary-event.ts';

const problemsOf = (report: unknown): readonly string[] => {
  const result = codec.fromJson(report);
  return result.ok ? [] : result.problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
};

describe('fromJson, then bytes, then toJson', () => {
  test.each(contracts.map((contract) => [contract.name, contract] as const))('is the identity on any valid %s', (_, contract) => {
    fc.assert(
      fc.property(reportsOf(contract.schema), (report) => {
        const taken = codec.fromJson(report);
        if (!taken.ok) throw new Error(JSON.stringify(taken.problems));
        const { event, bytes, schema, eventId } = taken.value;
        const decoded = codec.decode(schema, bytes);
        expect(decoded).toEqual({ ok: true, event });
        if (!decoded.ok) return;
        const shown = codec.toJson(decoded.event);
        expect(shown).toEqual(withoutDefaults(contract.schema, report));
        expect(codec.encode(decoded.event)).toEqual({ event: decoded.event, bytes, schema, eventId });
        expect(codec.restore(shown)).toEqual(event);
      }),
      { numRuns: 30 },
    );
  });

  test.each(contracts.map((contract) => [contract.name, contract] as const))(
    'misses each required field of %s, and all of them at once',
    (name, { schema }) => {
      const required = schema.fields.filter((field) => !('default' in field)).map((field) => field.name);
      expect(problemsOf({ type: name })).toEqual(required.map((field) => `/${field} required`));
      const [report] = fc.sample(reportsOf(schema), 1);
      for (const field of required) expect(problemsOf({ ...report, [field]: undefined })).toEqual([`/${field} required`]);
      for (const field of required) expect(problemsOf({ ...report, [field]: null })).toHaveLength(1);
    },
  );
});

describe('fromJson refuses', () => {
  test.each([
    ['no object', 7, [' type']],
    ['null', null, [' type']],
    ['a list', [share], [' type']],
    ['no type', {}, ['/type required']],
    ['an unknown type', { ...share, type: 'PersonalDataStolen' }, ['/type enum']],
    ['a type that is only like text', { ...share, type: ['PersonalDataShared'] }, ['/type enum']],
    ['a type that cannot be text', { ...share, type: { toString: 'x' } }, ['/type enum']],
    ['a type of the prototype', { ...share, type: '__proto__' }, ['/type enum']],
    ['a number for text', { ...share, purpose: 7 }, ['/purpose type']],
    ['text for a number', { ...share, records: '7' }, ['/records type']],
    ['a fraction', { ...share, records: 0.5 }, ['/records type']],
    ['a number beyond 10^15', { ...share, records: 1e15 + 1 }, ['/records type']],
    ['the largest safe number, which avsc does not write', { ...share, records: Number.MAX_SAFE_INTEGER }, ['/records type']],
    ['a negative number', { ...share, records: -1 }, ['/records type']],
    ['text for a list', { ...share, items: 'name' }, ['/items type']],
    ['an empty list where there must be one', { ...share, items: [] }, ['/items length']],
    ['too long a list', { ...share, items: Array.from({ length: 501 }, (_, i) => `item_${i}`) }, ['/items length']],
    ['wrong entries, each at its place', { ...share, items: ['name', 7, 'B'] }, ['/items/1 type', '/items/2 pattern']],
    ['an entry twice', { ...share, items: ['name', 'name'] }, ['/items unique']],
    ['an enum by its Avro symbol', { ...share, mode: 'PROVIDED' }, ['/mode enum']],
    ['an instant without offset', { ...share, occurredAt: '2025-09-03T10:15:00' }, ['/occurredAt instant']],
    ['an instant as a number', { ...share, occurredAt: 1_756_865_700_000 }, ['/occurredAt instant']],
    ['a far future', { ...share, occurredAt: '2126-01-01T00:00:00+08:00' }, ['/occurredAt future']],
    ['a far past', { ...share, occurredAt: '1949-09-30T23:59:59+08:00' }, ['/occurredAt past']],
    ['text too long', { ...share, contract: 'x'.repeat(257) }, ['/contract length']],
    ['empty text', { ...share, contract: '' }, ['/contract length']],
    ['a control character', { ...share, contract: 'a\u0000b' }, ['/contract text']],
    ['half a character', { ...share, contract: '\ud83d' }, ['/contract text']],
    ['base64 without padding', { ...share, sealed: [{ kind: 'a', suite: 'b', keyId: 'c', ciphertext: 'AAE' }] }, ['/sealed/0/ciphertext base64']],
    [
      'what a nested record lacks and has too much',
      { ...share, sealed: [{ kind: 'a', suite: 'b', ciphertext: 'AAEC', plain: 'x' }] },
      ['/sealed/0/plain unknown-field', '/sealed/0/keyId required'],
    ],
    ['a nested thing that is no object', { ...share, sealed: ['x'] }, ['/sealed/0 type']],
    ['a phone number', { ...share, consent: '13800138000' }, ['/consent personal-data']],
    ['a phone number with country', { ...share, consent: '+8613800138000' }, ['/consent personal-data']],
    ['an identity number', { ...share, consent: '11010519491231002X' }, ['/consent personal-data']],
    ['a card number', { ...share, consent: '6222021234567890128' }, ['/consent personal-data']],
    ['an e-mail address', { ...share, actor: 'someone@mail.example' }, ['/actor personal-data']],
    ['a phone number as a recipient', { ...share, recipient: '13800138000' }, ['/recipient personal-data']],
  ])('%s', (_, report, expected) => {
    expect(problemsOf(report)).toEqual(expected);
  });

  test('fields that the contract does not declare, __proto__ among them', () => {
    const report = JSON.parse(JSON.stringify(share).replace('{', '{"__proto__":{"recipient":"x"},"constructor":1,"phone":"1",')) as unknown;
    expect(problemsOf(report)).toEqual(['/__proto__ unknown-field', '/constructor unknown-field', '/phone unknown-field']);
    expect(({} as Record<string, unknown>)['recipient']).toBeUndefined();
  });

  test('what only a prototype holds', () => {
    expect(problemsOf(Object.create(share))).toEqual(['/type required']);
    const { recipient, ...rest } = share;
    expect(problemsOf(Object.setPrototypeOf({ ...rest }, { recipient }))).toEqual(['/recipient required']);
  });

  test('with at most a hundred problems, however many there are', () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`x${i}`, i]));
    expect(problemsOf({ ...share, ...many })).toHaveLength(100);
  });
});

describe('fromJson takes', () => {
  test.each([
    ['an id of eighteen digits that is nobody’s', { consent: '190283746519283746' }],
    ['Chinese and emoji in names', { contract: '合同🙂' }],
    ['what is exactly 24 hours ahead', { occurredAt: new Date(now + 86_400_000).toISOString() }],
    ['null for what may be absent', { consent: null, contract: null }],
    ['unknown for what the producer does not know', { legalBasis: 'unknown', mode: 'unknown' }],
    ['a UUID in capitals', { dataSubject: share.dataSubject.toUpperCase() }],
  ])('%s', (_, change) => {
    expect(problemsOf({ ...share, ...change })).toEqual([]);
  });

  test('the same bytes whatever the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(share).toReversed());
    expect(codec.fromJson(reversed)).toEqual(codec.fromJson(share));
  });

  test('defaults that no event can change for the next', () => {
    const [one, two] = [codec.fromJson(share), codec.fromJson(share)];
    if (!one.ok || !two.ok) throw new Error('refused');
    expect(() => (one.value.event.causedBy as string[]).push('x')).toThrow(TypeError);
    expect(two.value.event.causedBy).toEqual([]);
  });
});

describe('fromJson on anything', () => {
  const secret = 'zhang-san-4711';
  const named = fc.constantFrom(...contracts.map(({ name }) => name));

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true })), named, (value, type) => {
        expect(codec.fromJson(value).ok).toBe(false);
        const fields = typeof value === 'object' && value !== null ? value : { value };
        expect(typeof codec.fromJson({ ...fields, type }).ok).toBe('boolean');
      }),
      { numRuns: 1500 },
    );
  });

  test('puts any JSON in any field without throwing, and never repeats the value', () => {
    const all = contracts.flatMap(({ schema }) => schema.fields.map(({ name }) => ({ type: schema.name, field: name })));
    const holding = fc
      .jsonValue({ maxDepth: 3 })
      .map((value) => JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? secret : part))) as unknown);
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.oneof(holding, fc.constantFrom(`${secret}@mail.example`, [[secret]], { [`${secret} 13800138000`]: secret })),
        ({ type, field }, value) => {
          const result = codec.fromJson({ type, [field]: value });
          expect(result.ok).toBe(false);
          expect(JSON.stringify(result)).not.toContain(secret);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('does not show a field name that could be a value', () => {
    for (const name of ['13800138000', 'id_11010519491231002X', 'a b', '张三', 'x'.repeat(65), 'a/b', 'a~b'])
      expect(problemsOf({ ...share, [name]: 1 })).toEqual(['/(name not shown) unknown-field']);
  });
});
