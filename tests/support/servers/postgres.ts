// One PostgreSQL per run for the project `postgres`: the one that DATABASE_URL names, else a container, else one started here.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { dockerAnswers } from './docker.ts';
import { startPostgres } from './postgres-server.ts';

export interface PostgresUnderTest {
  /** For the read model. */
  readonly url: string;
  /** For the vault: another database and other credentials where this run could make them. */
  readonly vaultUrl: string;
  /** Begins the name of every schema of this run. */
  readonly prefix: string;
  /** Which server, and its version. */
  readonly server: string;
  /** Certificate of the server for `localhost`, where this run made one. */
  readonly certificate: string | null;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PostgresUnderTest | { readonly missing: string };
  }
}

interface Found {
  readonly url: string;
  readonly vaultUrl: string;
  readonly kind: string;
  readonly certificate?: string;
  /** Leaves nothing of this run behind. */
  readonly stop: (prefix: string) => Promise<void>;
}

// oxlint-disable-next-line import/no-default-export -- vitest calls a global setup by its default export
export default async function provideServer(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `run_${randomBytes(5).toString('hex')}_`;
  let found: Found;
  let version: string;
  try {
    found = await find();
    version = await versionOf(found.url);
  } catch (error) {
    // Who names a server wants the tests on that one, not their absence.
    if (process.env['DATABASE_URL'] !== undefined) throw error;
    const missing = error instanceof Error ? error.message : String(error);
    process.stdout.write(`PostgreSQL: none, its tests are skipped: ${missing}\n`);
    project.provide('postgres', { missing });
    return async () => {};
  }
  const server = `${found.kind}, version ${version}`;
  process.stdout.write(`PostgreSQL: ${server}\n`);
  project.provide('postgres', { url: found.url, vaultUrl: found.vaultUrl, prefix, server, certificate: found.certificate ?? null });
  return () => found.stop(prefix);
}

async function find(): Promise<Found> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined) {
    const vaultUrl = process.env['VAULT_DATABASE_URL'] ?? url;
    const stop = async (prefix: string): Promise<void> => {
      for (const each of new Set([url, vaultUrl])) await dropSchemas(each, prefix);
    };
    return { url, vaultUrl, kind: 'the server that DATABASE_URL names', stop };
  }
  if (await dockerAnswers()) {
    const { GenericContainer, Wait } = await import('testcontainers');
    const password = randomBytes(18).toString('base64url');
    const container = await new GenericContainer('postgres:17')
      .withEnvironment({ POSTGRES_PASSWORD: password })
      .withExposedPorts(5432)
      // The image starts once to lay its cluster out, and once to stay.
      .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
      .start();
    const admin = `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`;
    return {
      ...(await twoDatabases(admin)),
      kind: 'a container of postgres:17',
      stop: async () => {
        await container.stop();
      },
    };
  }
  const started = await startPostgres();
  try {
    return {
      ...(await twoDatabases(started.url)),
      kind: `started here as process ${started.pid()}`,
      certificate: started.certificate,
      stop: () => started.stop(),
    };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** A database for the read model and one for the vault, each with an owner that sees only its own. */
async function twoDatabases(admin: string): Promise<Pick<Found, 'url' | 'vaultUrl'>> {
  const made = async (name: string): Promise<string> => {
    const password = randomBytes(18).toString('base64url');
    await asked(admin, `create role ${name} login password '${password}'`);
    await asked(admin, `create database ${name} owner ${name}`);
    await asked(admin, `revoke connect on database ${name} from public`);
    return Object.assign(new URL(admin), { username: name, password, pathname: `/${name}` }).href;
  };
  return { url: await made('lineage'), vaultUrl: await made('vault') };
}

const versionOf = async (url: string): Promise<string> => (await asked(url, 'show server_version'))[0]?.['server_version'] ?? 'unknown';

async function dropSchemas(url: string, prefix: string): Promise<void> {
  for (const { nspname } of await asked(url, `select nspname from pg_namespace where starts_with(nspname, '${prefix}')`))
    await asked(url, `drop schema ${nspname} cascade`);
}

async function asked(url: string, statement: string): Promise<readonly Record<string, string>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Record<string, string>[];
  } finally {
    await client.end();
  }
}
