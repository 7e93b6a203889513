// The examples are what they say: the valid ones are taken and come back, the invalid ones are refused for exactly that.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../../support/repository-folders.ts';
import { codec, contracts } from './contracts.ts';

interface Invalid {
  readonly expect: readonly { readonly pointer: string; readonly rule: string }[];
  readonly event: unknown;
}

const folder = (name: string) => join(repository, 'schemas', 'examples', name);
const filesOf = (name: string) =>
  readdirSync(folder(name)).map((file) => [file, JSON.parse(readFileSync(join(folder(name), file), 'utf8')) as unknown] as const);
const valid = filesOf('valid');
const invalid = filesOf('invalid');
const of = (file: string) => file.replace(/\.v\d+\..*$/, '');

describe('valid examples', () => {
  test.each(valid)('%s is taken, stored and shown as it was sent', (_, report) => {
    const result = codec.fromJson(report);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { event, bytes, schema } = result.value;
    const decoded = codec.decode(schema, bytes);
    expect(decoded).toEqual({ ok: true, event });
    expect(report).toMatchObject(codec.toJson(event));
  });

  test('show every field of every type', () => {
    const shown = (type: string) =>
      new Set(
        valid
          .map(([, report]) => report as Record<string, unknown>)
          .filter((report) => report['type'] === type)
          .flatMap((report) => Object.keys(report)),
      );
    // Of the envelope each field is shown somewhere, not with every type.
    const envelope = new Set([
      'subjectType',
      'ageBand',
      'disclosureClass',
      'exemptionGround',
      'sealed',
      'correlationId',
      'causedBy',
      'policyVersion',
      'clause',
      'system',
      'channel',
      'actor',
      'approver',
    ]);
    const missing = contracts.flatMap(({ name, schema }) =>
      schema.fields.filter((field) => !shown(name).has(field.name) && !envelope.has(field.name)).map((field) => `${name}.${field.name}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('invalid examples', () => {
  test.each(invalid)('%s is refused for what it names', (_, example) => {
    const { expect: expected, event } = example as Invalid;
    const result = codec.fromJson(event);
    if (result.ok) throw new Error('it was taken');
    const places = result.problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
    expect(places.toSorted()).toEqual(expected.map(({ pointer, rule }) => `${pointer} ${rule}`).toSorted());
    for (const problem of result.problems) expect(problem.expected).not.toBe('');
  });

  test('there are two and more of each type', () => {
    const few = contracts.filter(({ file }) => invalid.filter(([name]) => of(name) === of(file)).length < 2);
    expect(few.map(({ file }) => file)).toEqual([]);
  });
});
