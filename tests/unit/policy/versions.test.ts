// Versions on disk: an example is never in force, an extending version names its faults where they stand, schemas for editors are up to date.
import { cpSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { policySchemas, schemaText } from '../../../services/adapters/files/generate-policy-schemas.ts';
import { loadPolicyRegistry } from '../../../services/adapters/files/policy-directory.ts';
import { loadPolicyDocument, policyVersionIds } from '../../../services/adapters/files/policy-document.ts';
import { versionInForce } from '../../../services/core/policy/registry.ts';
import { policies } from './documents.ts';

const scratch = mkdtempSync(join(tmpdir(), 'policy-versions-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The policies without the long tables, and a version `9.0` that extends 8.8 by these files. */
function extending(files: Readonly<Record<string, string>>, head: readonly (readonly [string, string])[] = []): string {
  const copy = mkdtempSync(join(scratch, 'copy-'));
  cpSync(policies, copy, { recursive: true, filter: (path) => !/\/(sdk-[^/]*|sensitive|permissions|collection-extended)\.yaml$/.test(path) });
  rmSync(join(copy, 'webank-app/8.9-example'), { recursive: true });
  const folder = join(copy, 'webank-app/9.0');
  mkdirSync(folder);
  const policy = readFileSync(join(policies, 'webank-app/8.9-example/policy.yaml'), 'utf8').replace('version: 8.9-example', "version: '9.0'");
  writeFileSync(
    join(folder, 'policy.yaml'),
    head.reduce((text, [from, to]) => text.replace(from, to), policy),
  );
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return copy;
}

const load =
  (directory: string): (() => unknown) =>
  () =>
    loadPolicyDocument(directory, 'webank-app/9.0');

describe('an example', () => {
  test('is listed and loaded by name, and in no registry', () => {
    expect(policyVersionIds(policies)).toEqual(['webank-app/8.8', 'webank-app/8.9-example']);
    const registry = loadPolicyRegistry(policies);
    expect([...registry.versions.keys()]).toEqual(['webank-app/8.8']);
    expect(versionInForce(registry, Date.parse('2099-06-01T00:00:00+08:00'))?.id).toBe('webank-app/8.8');
  });

  test('without the word example, an extending version is a version like any other', () => {
    const registry = loadPolicyRegistry(extending({}, [['example: true\n', '']]));
    expect([...registry.versions.keys()]).toEqual(['webank-app/8.8', 'webank-app/9.0']);
    const [base, extended] = [...registry.versions.values()];
    expect(extended?.clauses).toEqual(base?.clauses);
    expect(extended?.contentHash).not.toBe(base?.contentHash);
  });

  test('a version that is not there', () => {
    expect(() => loadPolicyDocument(policies, 'webank-app/7.0')).toThrow('no policy version webank-app/7.0; there are webank-app/8.8, webank-app/8.9-example');
  });
});

describe('a fault of an extending version names file, line and rule', () => {
  const refusals = (text: string): string => extending({ 'refusal-grounds.yaml': text });
  test.each([
    [
      'removes what is not there',
      refusals('kind: refusal-ground\nremoves:\n  - 7.8.8\n  - 7.8.9\nentries: []\n'),
      /9\.0\/refusal-grounds\.yaml:4: removes: .*7\.8\.9/,
    ],
    [
      'removes what another entry needs',
      extending({ 'purposes.yaml': 'kind: purposes\nremoves: [account-login]\nentries: []\n' }),
      /8\.8\/collection-basic\.yaml:\d+: purposes: .*account-login/,
    ],
    ['removes no list', refusals('kind: refusal-ground\nremoves: 7.8.8\nentries: []\n'), /9\.0\/refusal-grounds\.yaml:2: shape: a list/],
    ['extends nothing', extending({}, [["extends: '8.8'", 'extends: 1.0-none']]), /9\.0\/policy\.yaml:\d+: extends: .*1\.0-none is not/],
    ['extends itself', extending({}, [["extends: '8.8'", "extends: '9.0'"]]), /9\.0\/policy\.yaml:\d+: extends: /],
    [
      'removes without extending',
      extending({ 'x.yaml': 'kind: storage\nremoves: [6.1.location]\nentries: []\n' }, [["extends: '8.8'\n", '']]),
      /9\.0\/x\.yaml:2: removes: nothing to remove/,
    ],
  ])('%s', (_, directory, message) => expect(load(directory)).toThrow(message));

  test('also in an entry of the other version, in its own line', () => {
    const directory = extending({
      'x.yaml': 'kind: sharing\nremoves: [4.2.1]\nentries: []\n',
      'y.yaml': 'kind: recipient-classes\nremoves: [sms-provider]\nentries: []\n',
    });
    const text = readFileSync(join(directory, 'webank-app/8.8/sharing.yaml'), 'utf8');
    const line = text.slice(0, text.indexOf('class: sms-provider')).split('\n').length;
    expect(load(directory)).toThrow(`/8.8/sharing.yaml:${line}: recipient-classes: `);
  });
});

describe('what an entry refers to is there', () => {
  const basic = readFileSync(join(policies, 'webank-app/8.8/collection-basic.yaml'), 'utf8');
  test.each([
    ['an item that is said not to be collected', 'notCollected: [nonsense]', /notCollected: .*nonsense/],
    ['a permission', 'asksPermissions: [2.9.9]', /asksPermissions: .*2\.9\.9/],
  ])('%s', (_, line, message) => {
    const directory = extending({ 'collection.yaml': basic.replace('    tier: basic\n', `    tier: basic\n    ${line}\n`) });
    expect(load(directory)).toThrow(message);
  });

  test('items of a grading', () => {
    const grading = '{ code: x, scheme: X, label: { zh: 甲, en: A }, source: s, mark: GK, items: [nonsense] }';
    expect(load(extending({ 'gradings.yaml': `kind: gradings\nentries:\n  - ${grading}\n` }))).toThrow(/gradings\.yaml:3: items: .*nonsense/);
  });
});

describe('schemas for editors', () => {
  test('are what the format table says', () => {
    const folder = join(policies, 'json-schema');
    const written = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    expect(written).toEqual(Object.fromEntries([...policySchemas()].map(([kind, schema]) => [`${kind}.json`, schemaText(schema)])));
  });

  test('are named by every file of every version', () => {
    const files = ['8.8', '8.9-example'].flatMap((version) =>
      readdirSync(join(policies, 'webank-app', version)).map((name) => join(policies, 'webank-app', version, name)),
    );
    const astray = files.filter((path) => {
      const text = readFileSync(path, 'utf8');
      return !text.startsWith(`# yaml-language-server: $schema=../../json-schema/${/^kind: (\S+)$/m.exec(text)?.[1] ?? ''}.json\n`);
    });
    expect(astray).toEqual([]);
  });
});
