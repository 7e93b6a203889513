// What `doctor` looks at. Each check answers; none throws.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { loadContracts } from '../adapters/avro/contracts.ts';
import { loadPolicyRegistry } from '../adapters/files/policy-directory.ts';
import { checkBrokerVersions } from '../adapters/kafka/broker-versions.ts';
import { topicLag } from '../adapters/kafka/topic-lag.ts';
import { postgresPool } from '../adapters/postgres/postgres-pool.ts';
import { formatInstant } from '../core/domain/instants.ts';
import type { Configuration, DatabaseConfiguration } from './configuration.ts';
import { runningAt } from './open-system.ts';
import { clientOf, groupsOf } from './system/consuming.ts';
import { openLedger, type LedgerPlace } from './system/places.ts';

export interface Check {
  readonly check: string;
  /** `note`: works, and somebody should know. */
  readonly state: 'ok' | 'note' | 'fault';
  readonly found: string;
  readonly todo: string;
}

type Finder = (config: Configuration) => Promise<Omit<Check, 'check'>>;

const ok = (found: string): Omit<Check, 'check'> => ({ state: 'ok', found, todo: '' });
const note = (found: string, todo: string): Omit<Check, 'check'> => ({ state: 'note', found, todo });
const fault = (found: string, todo: string): Omit<Check, 'check'> => ({ state: 'fault', found, todo });

const diskFloorBytes = 1024 ** 3;

const runtime: Finder = async () =>
  Number(process.versions.node.split('.')[0]) === 24
    ? ok(`Node ${process.versions.node}, SQLite ${process.versions['sqlite'] ?? '?'}`)
    : fault(`Node ${process.versions.node}`, 'run `npm ci` and start with `npm run -s suyuan`: the project brings Node 24');

const contracts: Finder = async ({ schemas }) => ok(`${loadContracts(schemas).length} contracts`);

const policy: Finder = async ({ policies }) => {
  const versions = [...loadPolicyRegistry(policies).versions.values()];
  return ok(versions.map(({ id, clauses, items }) => `${id}: ${clauses.size} clauses, ${items.size} items`).join('; '));
};

const dataFolder: Finder = async ({ data }) => {
  if (!existsSync(data)) return note(`${data} is not there yet`, 'it is made at the first start');
  accessSync(data, constants.R_OK | constants.W_OK);
  const version = join(data, 'VERSION');
  return ok(`${resolve(data)}, layout ${existsSync(version) ? readFileSync(version, 'utf8').trim() : '—'}`);
};

const keyFile: Finder = async ({ data, vaultKey }) => {
  const path = vaultKey ?? join(data, 'vault', 'vault.key');
  if (!existsSync(path)) return note('no key file yet', 'it is made at the first start; back it up apart from the data');
  const mode = statSync(path).mode & 0o777;
  return (mode & 0o077) === 0 ? ok(`mode ${mode.toString(8)}`) : fault(`mode ${mode.toString(8)}`, `chmod 600 ${path}`);
};

const disk: Finder = async ({ data }) => {
  const { bavail, bsize } = await statfs(existsSync(data) ? data : dirname(resolve(data)));
  const free = bavail * bsize;
  const words = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  return free > diskFloorBytes ? ok(words) : fault(words, 'free some space: when the disk is full nothing more is accepted; what is recorded stays');
};

/** The ledger as configured; null while there is none in the data folder. */
function ledgerPlace({ data, eventStore, allowInsecure }: Configuration): LedgerPlace | null {
  if (eventStore) return { kind: 'eventstoredb', ...eventStore, allowInsecure };
  const path = join(data, 'ledger', 'ledger.db');
  return existsSync(path) ? { kind: 'sqlite', path } : null;
}

const clock: Finder = async (config) => {
  const place = ledgerPlace(config);
  if (place === null) return ok(formatInstant(Date.now()));
  const ledger = await openLedger(place);
  try {
    for (const stream of await ledger.streams()) {
      const [last] = await ledger.readLast(stream, 1);
      if (last && last.metadata.recordedAt > Date.now() + 2_000)
        return fault(
          `${stream} ends at ${formatInstant(last.metadata.recordedAt)}, later than now`,
          'set the clock right: recorded times never go back, so they stand still until it is',
        );
    }
    return ok(formatInstant(Date.now()));
  } finally {
    await ledger.close();
  }
};

const brokers: Finder = async ({ kafka }) => {
  if (kafka === null) return ok('embedded');
  await checkBrokerVersions(kafka.connection);
  const lag = topicLag(clientOf(kafka, null), groupsOf(kafka));
  try {
    const records = [...(await lag.records()).values()].reduce((sum, one) => sum + one, 0);
    const where = `${kafka.connection.brokers.join(', ')}, ${kafka.topics.events}`;
    return records === 0 ? ok(where) : note(`${where}: ${records} records are not in the ledger yet`, 'is an ingester running, and not stopped?');
  } finally {
    await lag.close();
  }
};

const ledgerServer: Finder = async (config) => {
  const place = ledgerPlace(config);
  if (place?.kind !== 'eventstoredb') return ok('embedded');
  const ledger = await openLedger(place);
  try {
    return ok(`EventStoreDB, ${(await ledger.streams()).length} streams${place.prefix === '' ? '' : ` under ${place.prefix}`}`);
  } finally {
    await ledger.close();
  }
};

const database =
  (name: 'DATABASE_URL' | 'VAULT_DATABASE_URL', of: (config: Configuration) => DatabaseConfiguration | null): Finder =>
  async (config) => {
    const at = of(config);
    if (at === null) return ok('embedded');
    const pool = postgresPool({ ...at, name, applicationName: 'suyuan-doctor', readOnly: true, allowPlaintext: config.allowInsecure, connectionsMax: 1 });
    try {
      const [row] = await pool.query<{ readonly version: string; readonly there: boolean }>(
        "select current_setting('server_version') as version, exists (select 1 from pg_namespace where nspname = $1) as there",
        [at.schema],
      );
      const where = `PostgreSQL ${row?.version} at ${pool.where}, schema ${at.schema}`;
      return row?.there ? ok(where) : note(`${where} is not there yet`, 'it is made at the first start');
    } finally {
      await pool.end();
    }
  };

const running: Finder = async ({ data }) => {
  const system = await runningAt(data);
  if (system === null) return note('nothing serves this folder now', 'suyuan serve');
  const { url } = system;
  const answer = (await (await fetch(new URL('/readyz', url))).json()) as { readonly lagEvents?: Readonly<Record<string, number>>; readonly detail?: string };
  if (!answer.lagEvents) return fault(answer.detail ?? 'not ready', 'the projector stopped: read its reason, then restart or rebuild');
  const lag = Object.values(answer.lagEvents).reduce((sum, events) => sum + events, 0);
  return lag === 0 ? ok(`${url}, no lag`) : note(`${url}, ${lag} events behind`, 'answers say that they are incomplete until it has caught up');
};

const named =
  (check: string, find: Finder) =>
  async (config: Configuration): Promise<Check> => {
    try {
      return { check, ...(await find(config)) };
    } catch (error) {
      return { check, ...fault(error instanceof Error ? error.message : String(error), 'see the message') };
    }
  };

export const checks = [
  named('runtime', runtime),
  named('contracts', contracts),
  named('policy', policy),
  named('data folder', dataFolder),
  named('key file', keyFile),
  named('disk', disk),
  named('intake', brokers),
  named('ledger', ledgerServer),
  named(
    'read model',
    database('DATABASE_URL', (config) => config.database),
  ),
  named(
    'vault',
    database('VAULT_DATABASE_URL', (config) => config.vaultDatabase),
  ),
  named('clock', clock),
  named('system', running),
] as const;
