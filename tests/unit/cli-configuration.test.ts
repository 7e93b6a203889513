// What the environment may say, and that the table in services/README.md says the same.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configuration } from '../../services/cli/configuration.ts';
import { withConfigurationTable } from '../../services/cli/generate-configuration-table.ts';
import { settings } from '../../services/cli/settings.ts';
import { repository } from '../support/repository-folders.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const servers = {
  KAFKA_BROKERS: '127.0.0.1:9092',
  EVENTSTORE_URL: 'esdb://reader:secret-1@127.0.0.1:2113',
  DATABASE_URL: 'postgres://lineage:secret-2@127.0.0.1/lineage',
  VAULT_DATABASE_URL: 'postgres://vault:secret-3@127.0.0.1/vault',
};

test('nothing set is the embedded default, with sample people', () => {
  expect(configuration({}, {})).toMatchObject({
    data: './data',
    host: '127.0.0.1',
    port: 8080,
    samplePeople: 200,
    kafka: null,
    eventStore: null,
    database: null,
    vaultDatabase: null,
    allowInsecure: false,
  });
});

test('an empty value is no value', () => {
  const empty = Object.fromEntries(settings.map(({ name }) => [name, '']));
  expect(configuration({}, empty)).toEqual(configuration({}, {}));
});

test('every server can be named, and none of them gets sample people', () => {
  const { kafka, eventStore, database, vaultDatabase, samplePeople } = configuration({}, servers);
  expect(kafka).toMatchObject({
    connection: { brokers: ['127.0.0.1:9092'] },
    topics: { events: 'personal-data.events.v1' },
    group: 'suyuan-ingester',
    partitions: 6,
  });
  expect(eventStore).toEqual({ url: servers.EVENTSTORE_URL, prefix: '' });
  expect(database).toEqual({ url: servers.DATABASE_URL, schema: 'suyuan' });
  expect(vaultDatabase).toEqual({ url: servers.VAULT_DATABASE_URL, schema: 'suyuan_vault' });
  expect(samplePeople).toBe(0);
  for (const [name, value] of Object.entries(servers)) expect(configuration({}, { [name]: value }).samplePeople).toBe(0);
});

test('a secret may come from a file, and not from two places', () => {
  const file = join(scratchFolder(), 'url');
  writeFileSync(file, `${servers.DATABASE_URL}\n`);
  expect(configuration({}, { DATABASE_URL_FILE: file }).database?.url).toBe(servers.DATABASE_URL);
  expect(() => configuration({}, { DATABASE_URL_FILE: file, DATABASE_URL: servers.DATABASE_URL })).toThrow(/DATABASE_URL and DATABASE_URL_FILE are both set/);
  expect(() => configuration({}, { DATABASE_URL_FILE: `${file}.not` })).toThrow(/DATABASE_URL_FILE names a file that cannot be read/);
});

test.each([
  ['HOST', '0.0.0.0'],
  ['PORT', '70000'],
  ['PORT', '80a'],
  ['SAMPLE', '-1'],
  ['LOG_LEVEL', 'loud'],
  ['ALLOW_INSECURE', 'yes'],
  ['KAFKA_BROKERS', 'kafka'],
  ['KAFKA_BROKERS', 'kafka.bank.example:9092'],
  ['DATABASE_URL', 'postgres://lineage:secret@db.bank.example/lineage'],
  ['VAULT_DATABASE_URL', 'mysql://vault:secret@127.0.0.1/vault'],
  ['SCHEMA_REGISTRY_URL', 'http://user:secret@127.0.0.1'],
])('%s=%s is refused by its name, without a secret', (name, value) => {
  expect(() => configuration({}, { [name]: value })).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION', message: expect.stringContaining(name) }));
  expect(() => configuration({}, { [name]: value })).not.toThrow(/secret/);
});

test.each([
  ['KAFKA_EVENTS_TOPIC', 'a topic'],
  ['KAFKA_PARTITIONS', '0'],
  ['KAFKA_TLS', '1'],
  ['KAFKA_SASL_MECHANISM', 'gssapi'],
  ['DATABASE_SCHEMA', 'Schema; drop'],
  ['VAULT_DATABASE_SCHEMA', ''.padEnd(60, 'a')],
])('with servers, %s=%s is refused by its name', (name, value) => {
  expect(() => configuration({}, { ...servers, [name]: value })).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIGURATION', message: expect.stringContaining(name) }),
  );
});

test('services/README.md has the table of all settings (`npm run generate` writes it)', () => {
  const document = readFileSync(join(repository, 'services', 'README.md'), 'utf8');
  expect(document).toBe(withConfigurationTable(document));
});
