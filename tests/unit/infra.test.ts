// infra/ cannot be run here, so it is held against the code: every variable, command, port, file and secret that it names is there.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configuration } from '../../services/cli/configuration.ts';
import { settings, type Setting } from '../../services/cli/settings.ts';
import { program } from '../../services/cli/program.ts';
import { roleNeeds, type Role } from '../../services/cli/system/roles.ts';
import { repository } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly read_only?: boolean;
}

interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const infra = join(repository, 'infra');
const text = (...path: readonly string[]): string => readFileSync(join(repository, ...path), 'utf8');
const composition = parse(text('infra', 'compose.yaml'), { merge: true }) as Composition;
const services = Object.entries(composition.services);
const roles = services.filter(([, { image }]) => image === 'suyuan');
const dockerfile = text('infra', 'Dockerfile');
const known = new Set(settings.flatMap(({ name, ...setting }: Setting) => (setting.secret ? [name, `${name}_FILE`] : [name])));

test.each(roles)('%s: its command, variables and ports are known to the program, and its root file system is read-only', (name, service) => {
  expect(service.command).toEqual([name]);
  expect(program().commands.map((command) => command.name())).toContain(name);
  expect(Object.keys(service.environment).filter((variable) => !known.has(variable))).toEqual([]);
  for (const port of service.ports ?? []) expect(port).toMatch(new RegExp(`^127\\.0\\.0\\.1:\\d+:${service.environment['PORT']}$`));
  expect(service.read_only).toBe(true);
});

test.each(roles)('%s: what it is told is a configuration, and all that it needs', (name, { environment }) => {
  const folder = scratchFolder();
  copyFileSync(join(infra, 'make-secrets.sh'), join(folder, 'make-secrets.sh'));
  execFileSync('sh', [join(folder, 'make-secrets.sh')]);
  const mounted = Object.entries(environment).map(([variable, value]) => [variable, value.replace(/^\/run\/secrets\//, `${folder}/.secrets/`)]);
  const config = configuration({}, Object.fromEntries(mounted) as Record<string, string>);
  const { kafka, eventStore, database, vaultDatabase, port } = config;
  expect([kafka?.connection.brokers, eventStore?.url, port]).toEqual([['kafka:9092'], 'esdb://eventstore:2113?tls=false', 8080]);
  const has = { KAFKA_BROKERS: kafka, EVENTSTORE_URL: eventStore, DATABASE_URL: database, VAULT_DATABASE_URL: vaultDatabase };
  expect(roleNeeds[name as Role].filter((variable) => has[variable] === null)).toEqual([]);
  if (database) expect(database.url).toMatch(/^postgres:\/\/lineage:[0-9a-f]{48}@lineage-db:5432\/lineage\?sslmode=disable$/);
  if (vaultDatabase) expect(vaultDatabase.url).toMatch(/^postgres:\/\/vault:[0-9a-f]{48}@vault-db:5432\/vault\?sslmode=disable$/);
});

test('all four roles are there, and everything that one service needs of others', () => {
  expect(roles.map(([name]) => name).toSorted()).toEqual(['collector', 'ingester', 'projector', 'query-api']);
  for (const [, { depends_on: needed = {}, secrets = [], volumes = [] }] of services) {
    expect(Object.keys(needed).filter((name) => !(name in composition.services))).toEqual([]);
    expect(secrets.filter((name) => !(name in composition.secrets))).toEqual([]);
    expect(volumes.map((volume) => volume.split(':')[0] ?? '').filter((name) => !(name in composition.volumes))).toEqual([]);
  }
});

test('passwords are made, not written: once, for their owner alone', () => {
  const folder = scratchFolder();
  copyFileSync(join(infra, 'make-secrets.sh'), join(folder, 'make-secrets.sh'));
  const made = (): readonly string[] => {
    execFileSync('sh', [join(folder, 'make-secrets.sh')]);
    return Object.values(composition.secrets).map(({ file }) => readFileSync(join(folder, file), 'utf8').trim());
  };
  const first = made();
  expect(new Set(first).size).toBe(4);
  expect(made()).toEqual(first);
  expect(statSync(join(folder, '.secrets')).mode & 0o077).toBe(0);
  expect(text('.gitignore')).toContain('infra/.secrets');
  expect(text('infra', 'compose.yaml')).not.toMatch(/PASSWORD: |changeit/);
});

test('the image has the Node of package.json, what it copies is there, and it does not run as root', () => {
  const { devDependencies } = JSON.parse(text('package.json')) as { readonly devDependencies: Readonly<Record<string, string>> };
  const bases = [...dockerfile.matchAll(/^FROM node:(\S+?)-/gm)].map(([, version]) => version);
  expect(bases).toEqual([devDependencies['node'], devDependencies['node']]);
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, files = '']) => files.split(' '));
  expect(copied.filter((file) => !existsSync(join(repository, file)))).toEqual([]);
  const sent = text('infra', 'Dockerfile.dockerignore').split('\n');
  expect(copied.filter((file) => !sent.includes(`!${file}`))).toEqual([]);
  expect(dockerfile).toMatch(/^USER node$/m);
  const [, entry = ''] = /^ENTRYPOINT \["node", "(.*)"\]$/m.exec(dockerfile) ?? [];
  expect(existsSync(join(repository, entry))).toBe(true);
  expect([...dockerfile.matchAll(/\b([A-Z_]+)=/g)].map(([, name = '']) => name).filter((name) => name !== 'NODE_ENV' && !known.has(name))).toEqual([]);
});

test('the unit of systemd sets variables and starts a command that are there', () => {
  const unit = text('infra', 'suyuan.service');
  const [, variables = ''] = /^Environment=(.*)$/m.exec(unit) ?? [];
  expect(variables.split(' ').filter((pair) => !known.has(pair.split('=')[0] ?? ''))).toEqual([]);
  expect(unit).toMatch(/main\.ts serve$/m);
  expect(readdirSync(infra)).toContain('suyuan.service');
});
