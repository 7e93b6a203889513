// The import rules, as data. These tables are the architecture; the tests below only check them, and that the checks bite.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', 'services');

interface Zone {
  /** A folder or a file of services/. The first zone that a file lies in is its own. */
  readonly zone: string;
  /** Other zones, `npm:<package>`, `node:<module>`; `node:` for every module. */
  readonly mayImport: readonly string[];
  /** Sees both sides, and so is imported by nobody; its types may be, they are gone at run time. */
  readonly compositionRoot?: true;
}

const services = ['collector', 'ingester', 'projector', 'query-api', 'simulator'];

const zones: readonly Zone[] = [
  // The hexagon: no I/O, no npm package. Of node:crypto the domain may use `hash`, a pure function.
  { zone: 'core/domain', mayImport: ['node:crypto'] },
  { zone: 'core/policy', mayImport: ['core/domain'] },
  { zone: 'core/ports', mayImport: ['core/domain', 'core/policy'] },
  // Driven adapters: one technology each, and the only place of its driver.
  { zone: 'adapters/avro', mayImport: ['core', 'npm:avsc', 'node:'] },
  { zone: 'adapters/files', mayImport: ['core', 'npm:yaml', 'node:'] },
  { zone: 'adapters/sql', mayImport: ['core', 'npm:kysely', 'node:crypto'] },
  { zone: 'adapters/vault', mayImport: ['core', 'node:'] },
  { zone: 'adapters/sqlite', mayImport: ['core', 'adapters/sql', 'adapters/vault', 'npm:kysely', 'node:'] },
  { zone: 'adapters/postgres', mayImport: ['core', 'adapters/sql', 'adapters/vault', 'npm:kysely', 'npm:pg', 'node:'] },
  { zone: 'adapters/kafka', mayImport: ['core', 'npm:kafkajs', 'node:'] },
  { zone: 'adapters/eventstoredb', mayImport: ['core', 'npm:@eventstore/db-client', 'node:'] },
  // The driving side of HTTP that all services share: server, limits, problems, strict JSON.
  { zone: 'adapters/http', mayImport: ['core', 'npm:fastify', 'npm:@fastify', 'npm:pino', 'node:'] },
  // Composition roots: the only files that see both sides.
  { zone: 'cli', mayImport: ['core', 'adapters', ...services, 'npm:', 'node:'], compositionRoot: true },
  // What a producer's team imports: the collector's own checks before sending, and the two ways there. Nobody here imports it.
  {
    zone: 'producer-client',
    mayImport: ['core', 'adapters/avro', 'adapters/kafka', 'collector/collect.ts', 'collector/identify.ts', 'collector/take-apart.ts', 'node:'],
    compositionRoot: true,
  },
  // Services: the core, and for those that answer over HTTP its driving adapter. Never each other, never another adapter.
  { zone: 'collector', mayImport: ['core', 'adapters/http', 'npm:fastify', 'node:stream'] },
  { zone: 'ingester', mayImport: ['core', 'node:crypto'] },
  { zone: 'projector', mayImport: ['core', 'node:crypto', 'node:timers'] },
  { zone: 'query-api/routes', mayImport: ['core', 'query-api', 'adapters/http', 'npm:fastify'] },
  { zone: 'query-api', mayImport: ['core', 'node:crypto'] },
  // The simulator makes test data from the registry; it may not look at how events are judged.
  { zone: 'simulator', mayImport: ['core/domain', 'core/policy/registry.ts', 'node:'] },
];

/** Drivers, and the only zones that may import them, whatever the table above allows. */
const drivers: Readonly<Record<string, readonly string[]>> = {
  'npm:kafkajs': ['adapters/kafka'],
  'npm:@eventstore/db-client': ['adapters/eventstoredb'],
  'npm:pg': ['adapters/postgres'],
  'npm:kysely': ['adapters/sql', 'adapters/sqlite', 'adapters/postgres'],
  'npm:avsc': ['adapters/avro'],
  'npm:yaml': ['adapters/files'],
  'npm:fastify': ['adapters/http', 'collector', 'query-api/routes', 'cli'],
  'npm:@fastify': ['adapters/http'],
  'node:sqlite': ['adapters/sqlite'],
};

const linesMax = 300;

const statement = /\b(?:import|export)\b(?<clause>[^'"`;]*?)\bfrom\s*['"](?<from>[^'"]+)['"]|\bimport\s*\(?\s*['"](?<bare>[^'"]+)['"]/g;
const computedImport = /\bimport\s*\((?!\s*['"])|\bcreateRequire\b|\brequire\s*\(/;

const isWithin = (path: string, zone: string): boolean => path === zone || path.startsWith(`${zone}/`) || (zone.endsWith(':') && path.startsWith(zone));
const zoneOf = (file: string): Zone | undefined => zones.find(({ zone }) => isWithin(file, zone));
const targetOf = (file: string, raw: string): string =>
  raw.startsWith('.')
    ? normalize(join(dirname(file), raw))
        .split(sep)
        .join('/')
    : raw.startsWith('node:')
      ? raw
      : `npm:${raw}`;

/** What is wrong with a file of services/, one line each. */
function violations(file: string, source: string): string[] {
  const own = zoneOf(file);
  if (!own) return [`${file} is in no zone`];
  const found = computedImport.test(source) ? [`${file} imports what cannot be seen in the text`] : [];
  for (const { groups = {} } of source.matchAll(statement)) {
    const target = targetOf(file, groups['from'] ?? groups['bare'] ?? '');
    const clause = groups['clause'] ?? '';
    const zone = zoneOf(target);
    if (zone === own) continue;
    if (!own.mayImport.some((allowed) => isWithin(target, allowed))) found.push(`${file} -> ${target}`);
    else if (zone?.compositionRoot && !/^\s*type\b/.test(clause)) found.push(`${file} -> ${target}: a composition root is never imported`);
    const driver = Object.keys(drivers).find((name) => isWithin(target, name));
    if (driver && !drivers[driver]?.includes(own.zone)) found.push(`${file} -> ${target}: only ${drivers[driver]?.join(', ')} may`);
    if (own.zone === 'core/domain' && target === 'node:crypto' && clause.replaceAll(/\s/g, '') !== '{hash}')
      found.push(`${file}: of node:crypto only hash is pure`);
  }
  return found;
}

const codeLines = (source: string): number => source.split('\n').filter((line) => /\S/.test(line) && !/^\s*(\/\/|\/?\*)/.test(line)).length;

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => /\.[cm]?[jt]sx?$/.test(file));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('every file of services/', () => {
  test('there are files to check', () => expect(files.length).toBeGreaterThan(50));
  test.each(files)('%s imports only what its zone allows', (file) => expect(violations(file, read(file))).toEqual([]));
  test('none is longer than 300 lines of code, but what a program wrote', () => {
    const long = files.filter((file) => !read(file).startsWith('// Generated from ') && codeLines(read(file)) > linesMax);
    expect(long).toEqual([]);
  });
  test('each opens with a sentence that says what it is for', () => {
    expect(files.filter((file) => !/^(#!.*\n)?\/\/ \S/.test(read(file)))).toEqual([]);
  });
  test('each zone of the table that has files is a folder or file that is there', () => {
    expect(zones.map(({ zone }) => zone).filter((zone) => !files.some((file) => isWithin(file, zone)))).toEqual([]);
  });
});

describe('the rules bite', () => {
  test.each([
    ['the domain imports an npm package', 'core/domain/x.ts', `import { Kafka } from 'kafkajs';`, 2],
    ['the domain does I/O', 'core/domain/x.ts', `import { readFileSync } from 'node:fs';`, 1],
    ['the domain takes random numbers', 'core/domain/x.ts', `import { hash, randomUUID } from 'node:crypto';`, 1],
    ['the domain looks at the policy', 'core/domain/x.ts', `import type { Verdict } from '../policy/verdict.ts';`, 1],
    ['the policy uses node:crypto', 'core/policy/x.ts', `import { hash } from 'node:crypto';`, 1],
    ['the policy looks at a port', 'core/policy/rules/x.ts', `import type { Ledger } from '../../ports/ledger.ts';`, 1],
    ['a port imports an adapter', 'core/ports/x.ts', `export type { Cell } from '../../adapters/sql/dialect.ts';`, 1],
    ['an adapter imports another technology', 'adapters/files/x.ts', `export * from '../avro/event-codec.ts';`, 1],
    ['an adapter imports a service', 'adapters/sqlite/x.ts', `import { ingester } from '../../ingester/ingest.ts';`, 1],
    ['a driver outside its folder', 'adapters/files/x.ts', `import { DatabaseSync } from 'node:sqlite';`, 1],
    ['a composition root that uses a driver', 'cli/x.ts', `import pg from 'pg';`, 1],
    ['avsc outside adapters/avro', 'adapters/kafka/x.ts', `import avro from 'avsc';`, 2],
    ['the portable SQL adapter on one database', 'adapters/sql/x.ts', `import { sqliteDialect } from '../sqlite/kysely-sqlite.ts';`, 1],
    ['a service imports an adapter', 'ingester/x.ts', `import { sqliteLedger } from '../adapters/sqlite/sqlite-ledger.ts';`, 1],
    ['the collector imports an adapter that is not HTTP', 'collector/x.ts', `import { sqliteVault } from '../adapters/sqlite/sqlite-vault.ts';`, 1],
    ['a service imports another', 'projector/x.ts', `import { ingester } from '../ingester/ingest.ts';`, 1],
    ['the query side outside its routes knows HTTP', 'query-api/x.ts', `import { send } from '../adapters/http/problem-details.ts';`, 1],
    ['the simulator looks at how events are judged', 'simulator/x.ts', `import { evaluate } from '../core/policy/evaluate.ts';`, 1],
    ['the cli is imported', 'query-api/routes/x.ts', `import { configuration } from '../../cli/configuration.ts';`, 1],
    ['a composition root is imported', 'projector/x.ts', `import { startSystem } from '../cli/system/system.ts';`, 1],
    ['a dynamic import', 'query-api/x.ts', `const k = await import('kafkajs');`, 2],
    ['a computed import', 'query-api/x.ts', `const k = await import(name);`, 1],
    ['require', 'query-api/x.ts', `const k = createRequire(import.meta.url)('kafkajs');`, 1],
    ['a re-export over several lines', 'ingester/x.ts', `export {\n  a,\n  b,\n} from '../collector/collect.ts';`, 1],
    ['a test is imported', 'ingester/x.ts', `import { ming } from '../../tests/support/builders.ts';`, 1],
    ['a file in no zone', 'stray.ts', ``, 1],
    ['a folder in no zone', 'utils/x.ts', ``, 1],
  ])('%s', (_rule, file, source, count) => expect(violations(file, source)).toHaveLength(count));

  test.each([
    ['hash in the domain', 'core/domain/x.ts', `import { hash } from 'node:crypto';`],
    ['the driving adapter of HTTP in a service', 'collector/x.ts', `import { send } from '../adapters/http/problem-details.ts';`],
    [
      'a root that sees both sides',
      'cli/x.ts',
      `import { projector } from '../projector/project.ts';\nimport { sqliteLedger } from '../adapters/sqlite/sqlite-ledger.ts';`,
    ],
  ])('but not on %s', (_rule, file, source) => expect(violations(file, source)).toEqual([]));

  test('a long file', () => expect(codeLines(`${'const x = 1;\n'.repeat(301)}// a comment\n\n`)).toBe(301));
});
