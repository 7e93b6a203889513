// The policy registry: the files of the repository load whole, say what the policy prints, and every fault is shown where it is.
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { readPolicyFile } from '../../services/adapters/files/policy-file.ts';
import { readDictionary, readItems } from '../../services/adapters/files/policy-items.ts';
import { parseInstant } from '../../services/core/domain/instants.ts';
import { versionInForce, type PolicyVersion } from '../../services/core/policy/registry.ts';

const root = join(import.meta.dirname, '../..');
const policies = join(root, 'schemas/policy');
const folder = join(policies, 'webank-app/8.8');
const registry = loadPolicyRegistry(policies);
const version = registry.versions.get('webank-app/8.8') as PolicyVersion;
const clauses = [...version.clauses.values()];
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readPolicyFile(join(folder, name), readFileSync(join(folder, name), 'utf8')));
const dictionary = readDictionary(files);

const codesOf = (clause: string): readonly string[] => (version.clauses.get(clause)?.items ?? []).map(({ code }) => code);
const squeeze = (text: string): string => text.replaceAll(/\s/g, '');

describe('webank-app 8.8', () => {
  test('holds every clause, row and rule of the policy', () => {
    const count = (kind: string): number => clauses.filter((clause) => clause.kind === kind).length;
    const rows = (platform: string): number => clauses.filter((clause) => clause.kind === 'sdk' && clause.platforms?.includes(platform)).length;
    expect([rows('android'), rows('ios'), rows('harmonyos')]).toEqual([38, 26, 8]);
    expect(
      Object.fromEntries(['collection', 'sharing', 'permission', 'cookie', 'entrusting', 'transfer', 'publication'].map((kind) => [kind, count(kind)])),
    ).toEqual({
      collection: 48,
      sharing: 18,
      permission: 17,
      cookie: 3,
      entrusting: 1,
      transfer: 3,
      publication: 1,
    });
    expect(files.find(({ kind }) => kind === 'sensitive')?.entries.map((entry) => entry['row'])).toEqual(
      Array.from({ length: 15 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`),
    );
    expect(version.retention.map(({ product, years }) => [product, years])).toEqual([
      ['account', 10],
      ['deposit', 10],
      ['wealth', 20],
      ['loan', 5],
      ['insurance', 10],
    ]);
  });

  test('numbers its scenarios without a hole', () => {
    const numbered = (prefix: string): readonly number[] => [
      ...new Set(clauses.filter(({ id }) => id.startsWith(prefix) && /^\d+$/.test(id.split('.')[2] ?? '')).map(({ id }) => Number(id.split('.')[2]))),
    ];
    const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);
    expect(numbered('1.1.')).toEqual(upTo(4));
    expect(numbered('1.2.')).toEqual(upTo(36));
    expect(numbered('4.2.')).toEqual(upTo(16));
    expect(['1.1.log', '1.1.xclient', '1.1.2.cache', '1.2.5.rec', '1.2.27.1.a', '4.2.dispute'].filter((id) => !version.clauses.has(id))).toEqual([]);
  });

  test('gives what the clause prints, with the codes that outsiders rely on', () => {
    expect(codesOf('1.1.1')).toEqual(['name', 'id_type', 'id_number', 'mobile_number']);
    expect(codesOf('4.2.7')).toEqual(['mobile_number']);
    expect(codesOf('4.2.14')).toEqual(['recipient_name', 'mobile_number', 'delivery_address']);
    expect(version.clauses.get('4.2.16')).toMatchObject({
      purposes: ['parcel-tracking'],
      items: [{ printed: '物流单号', code: 'tracking_number', of: 'user' }],
      recipients: [{ printed: '深圳前海百递网络有限公司', named: true, class: 'logistics-information-provider', code: 'kuaidi100' }],
    });
    expect(version.clauses.get('1.1.4')?.items.filter(({ of }) => of === 'payee')).toHaveLength(4);
    expect(version.clauses.get('A-22')?.items.find(({ code }) => code === 'imsi')).toEqual({
      printed: 'IMSI',
      code: 'imsi',
      of: 'user',
      group: '设备参数及系统信息',
    });
    expect(version.clauses.get('A-22')?.recipients).toMatchObject([{ named: true, class: 'sdk-vendor', code: 'tencent-computer-systems' }]);
  });

  test('an enumeration that is no list is open-ended: a container word, or another document', () => {
    const open = clauses.filter(({ openEnded }) => openEnded).map(({ id }) => id);
    expect(open).toEqual(expect.arrayContaining(['1.2.9', '1.2.10', '1.2.11', '1.2.12', '1.2.13', '1.2.28', '4.2.3', '4.2.4', '4.2.6', '4.1', '4.4']));
    expect(open).not.toEqual(expect.arrayContaining(['1.1.1']));
    expect(['1.1.2', '4.2.7', '4.2.14', '4.2.16'].filter((id) => open.includes(id))).toEqual([]);
  });

  test('every entry with items names codes of the dictionary, and the dictionary holds no name that nobody prints', () => {
    const used = files.flatMap((file) => file.entries.flatMap((_, index) => readItems(file, index, dictionary)));
    expect(used.filter(({ code }) => !version.items.has(code))).toEqual([]);
    const printed = new Set(used.map((item) => squeeze(item.printed)));
    expect([...version.items.values()].flatMap(({ printedAs }) => printedAs).filter((name) => !printed.has(squeeze(name)))).toEqual([]);
  });

  test('all that the policy calls sensitive is sensitive in the dictionary', () => {
    const table = files.filter(({ kind }) => kind === 'sensitive').flatMap((file) => file.entries.flatMap((_, index) => readItems(file, index, dictionary)));
    expect(table.length).toBeGreaterThan(150);
    expect(table.filter(({ code }) => version.items.get(code)?.sensitive !== true)).toEqual([]);
  });

  test('purposes, classes and safeguards that are defined are used', () => {
    const texts = files
      .filter(({ kind }) => !['purposes', 'recipient-classes', 'safeguards'].includes(kind))
      .map(({ root: content }) => JSON.stringify(content));
    const defined = files
      .filter(({ kind }) => ['purposes', 'recipient-classes', 'safeguards'].includes(kind))
      .flatMap(({ entries }) => entries.map((entry) => String(entry['code'])));
    expect(defined.filter((code) => !texts.some((text) => text.includes(`"${code}"`)))).toEqual([]);
  });

  test('is in force from the first instant of its day in Shanghai', () => {
    const at = (instant: string): string | undefined => versionInForce(registry, parseInstant(instant) ?? Number.NaN)?.id;
    expect(at('2025-08-12T23:59:59.999+08:00')).toBeUndefined();
    expect(at('2025-08-13T00:00:00.000+08:00')).toBe('webank-app/8.8');
  });
});

describe('a fault names file, line and rule', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'policy-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  // The long tables are left out of a copy that is not about them: no other file refers to them.
  const long = /^(sdk-|sensitive|permissions|collection-extended)/;

  /** Loads a copy of the policies with one text replaced once. */
  const loadBroken = (file: string, edited: string): (() => unknown) => {
    const copy = mkdtempSync(join(scratch, 'copy-'));
    cpSync(policies, copy, { recursive: true, filter: (path) => !long.test(basename(path)) });
    writeFileSync(join(copy, 'webank-app/8.8', file), edited);
    return () => loadPolicyRegistry(copy);
  };

  const parcel = 'purposes: [parcel-tracking]';
  // file, what is replaced, by what, rule, text on the line that the fault must name
  const faults: readonly (readonly [string, string, string, string, string, string])[] = [
    ['a key that the kind does not have', 'sharing.yaml', parcel, `${parcel}\n    colour: red`, 'unknown-key', 'colour: red'],
    ['a missing key', 'collection-basic.yaml', '    tier: basic\n', '', 'missing-key', 'clause: 1.1.1'],
    ['text in one language', 'sharing.yaml', '{ zh: 物流信息查询, en: Parcel tracking }', '{ zh: 物流信息查询 }', 'missing-key', 'title: { zh: 物流信息查询'],
    ['a purpose that nobody defined', 'sharing.yaml', parcel, 'purposes: [parcel-watching]', 'purposes', 'parcel-watching'],
    ['a code of another case', 'sharing.yaml', parcel, 'purposes: [parcelTracking]', 'shape', 'parcelTracking'],
    ['a recipient class that nobody defined', 'sharing.yaml', 'class: sms-provider', 'class: sms-vendor', 'recipient-classes', 'class: sms-vendor'],
    ['a safeguard that nobody defined', 'sharing.yaml', 'safeguards: [contract,', 'safeguards: [handshake,', 'safeguards', 'safeguards: [handshake,'],
    ['an item that is in no dictionary', 'sharing.yaml', 'items: [物流单号]', 'items: [物流单据]', 'dictionary', 'items: [物流单据]'],
    ['a name of several meanings without a code', 'sharing.yaml', 'items: [物流单号]', 'items: [昵称]', 'dictionary', 'items: [昵称]'],
    [
      'an item code that is not defined',
      'sharing.yaml',
      'items: [物流单号]',
      'items: [{ printed: 物流单号, code: parcel_number }]',
      'dictionary',
      'parcel_number',
    ],
    [
      'an item code that does not list the name',
      'sharing.yaml',
      'items: [物流单号]',
      'items: [{ printed: 物流单号, code: mobile_number }]',
      'dictionary',
      'printed: 物流单号',
    ],
    ['a fault inside a group', 'collection-basic.yaml', '- 主板型号', '- 主板号码', 'dictionary', '主板号码'],
    ['somebody whose data it cannot be', 'collection-basic.yaml', 'of: payee', 'of: neighbour', 'shape', 'of: neighbour'],
    ['a clause id that stands twice', 'sharing.yaml', 'clause: 4.2.16', 'clause: 4.2.15', 'unique', 'clause: 4.2.15\n    title: { zh: 物流信息查询'],
    ['a clause id that another file has', 'collection-extended.yaml', 'clause: 1.2.2\n', 'clause: 1.1.1\n', 'unique', 'clause: 1.1.1\n    tier: extended'],
    ['a clause id that is a number', 'cookies.yaml', "clause: '3.1'", 'clause: 3.1', 'shape', 'clause: 3.1'],
    ['lines that run backwards', 'sharing.yaml', 'lines: [6839, 6847]', 'lines: [6847, 6839]', 'lines', 'lines: [6847, 6839]'],
    ['lines beyond the text', 'sharing.yaml', 'lines: [6839, 6847]', 'lines: [6839, 68470]', 'lines', 'lines: [6839, 68470]'],
    ['a category that is not in JR/T 0171', 'items.yaml', 'category: account', 'category: money', 'shape', 'category: money'],
    ['an item code that stands twice', 'items.yaml', 'code: id_type', 'code: name', 'unique', 'code: name\n    label: { zh: 证件类型'],
    ['a printed name under two codes', 'items.yaml', 'printedAs: [民族]', 'printedAs: [民族, 职业]', 'unique', 'printedAs: [民族, 职业]'],
    ['no whole number of years', 'retention.yaml', 'years: 20', 'years: 20.5', 'shape', 'years: 20.5'],
    ['a kind of file that is not known', 'cookies.yaml', 'kind: cookie', 'kind: biscuit', 'shape', 'kind: biscuit'],
    ['no YAML', 'cookies.yaml', 'kind: cookie', 'kind: [cookie', 'yaml', 'entries:'],
    ['a YAML key that stands twice', 'cookies.yaml', 'kind: cookie', 'kind: cookie\nkind: cookie', 'yaml', 'kind: cookie\nentries'],
    ['another version than the folder', 'policy.yaml', "version: '8.8'", "version: '8.9'", 'folder', "version: '8.9'"],
  ];

  test.each(faults)('%s', (_, file, find, replacement, rule, marker) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const edited = text.replace(find, replacement);
    expect(text).toContain(find);
    expect(edited).toContain(marker);
    const line = edited.slice(0, edited.indexOf(marker)).split('\n').length;
    expect(loadBroken(file, edited)).toThrow(new RegExp(`/${file.replace('.', '\\.')}:${line}: ${rule}: `));
  });

  test('a folder without a policy, and policies without a version', () => {
    const empty = mkdtempSync(join(scratch, 'empty-'));
    expect(() => loadPolicyRegistry(empty)).toThrow('holds no policy version');
    cpSync(join(folder, 'cookies.yaml'), join(empty, 'some-app/1.0/cookies.yaml'), { recursive: true });
    expect(() => loadPolicyRegistry(empty)).toThrow('has no file of kind policy');
  });
});

describe('the text of the policy', () => {
  const text = join(root, '../shared/policy/webank-app-privacy-policy-v8.8.txt');

  // A page break may cut a name in a table in two, with cells of other columns between the halves.
  const isPrinted = (name: string, lines: readonly string[], inTable: boolean): boolean => {
    const squeezed = lines.map(squeeze);
    if (squeezed.join('').includes(name) || !inTable) return squeezed.join('').includes(name);
    return Array.from({ length: name.length - 1 }, (_, index) => index + 1).some((cut) => {
      const first = squeezed.findIndex((line) => line.endsWith(name.slice(0, cut)));
      return first >= 0 && squeezed.slice(first + 1).some((line) => line.startsWith(name.slice(cut)));
    });
  };

  test.skipIf(!existsSync(text))('prints every item, group and recipient in the lines that its entry gives (SKIPPED WITHOUT ../shared/policy)', () => {
    const lines = readFileSync(text, 'utf8').split('\n');
    const absent = files.flatMap((file) =>
      file.entries.flatMap((entry, index) => {
        const [first, last] = Array.isArray(entry['lines']) ? entry['lines'].map(Number) : [0, 0];
        const range = lines.slice(Number(first) - 1, Number(last));
        const items = readItems(file, index, dictionary);
        const recipients = version.clauses.get(String(entry['clause'] ?? entry['row']))?.recipients ?? [];
        const names = [...items, ...(['collection', 'sharing', 'entrusting'].includes(file.kind) ? recipients : [])].flatMap((named) => [
          named.printed,
          ...('group' in named ? [named.group] : []),
        ]);
        return names
          .filter((name) => name !== undefined && !isPrinted(squeeze(name), range, ['sdk', 'sensitive'].includes(file.kind)))
          .map((name) => `${String(entry['clause'] ?? entry['row'])} ${name}`);
      }),
    );
    expect(absent).toEqual([]);
  });

  test.skipIf(!existsSync(text))('has as many lines as policy.yaml says (SKIPPED WITHOUT ../shared/policy)', () => {
    const head = files.find(({ kind }) => kind === 'policy');
    expect(readFileSync(text, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(Number(head?.root['textLines']));
  });
});
