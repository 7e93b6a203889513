// What tests of the project `postgres` need: its server, a schema for each test, a look past the adapter.
import { Client } from 'pg';
import { describe, inject, onTestFinished } from 'vitest';
import type { PostgresUnderTest } from './postgres.ts';

/** `describe` on the server of this run; without one every test in it is skipped, with the reason in its name. */
export function onPostgres(what: string, tests: (server: PostgresUnderTest) => void): void {
  const provided = inject('postgres');
  if ('missing' in provided) describe.skip(`${what}: no PostgreSQL, ${provided.missing}`, () => tests(nowhere));
  else describe(`${what} (${provided.server.replace(/ as process \d+/, '')})`, () => tests(provided));
}

const nowhere: PostgresUnderTest = { url: '', vaultUrl: '', prefix: '', server: '', certificate: null };

let made = 0;

/** The name of a schema that nobody else uses. Dropped with all others when the run ends. */
export function newSchema({ prefix }: PostgresUnderTest): string {
  made += 1;
  return `${prefix}${process.pid}_${made}`;
}

/** A connection beside the adapter's, closed when the test is over. */
export async function bareClient(url: string, schema?: string): Promise<Client> {
  const client = new Client({ connectionString: url, ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }) });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}
