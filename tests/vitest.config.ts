// Tiers by folder: what a test costs is seen from where it lies.
import { defineConfig } from 'vitest/config';

const tier = (name: string, include: readonly string[], timeoutMs: number) => ({
  test: { name, root: `${import.meta.dirname}/..`, include: [...include], testTimeout: timeoutMs, hookTimeout: timeoutMs },
});

/** The contract suites on a real server, started once per run by `support/servers/NAME.ts`; their files end in `.NAME.test.ts`. */
const onServer = (name: string, timeoutMs: number) => {
  const { test } = tier(name, [`tests/contract/**/*.${name}.test.ts`], timeoutMs);
  return { test: { ...test, globalSetup: [`${import.meta.dirname}/support/servers/${name}.ts`] } };
};

export default defineConfig({
  test: {
    reporters: ['default', `${import.meta.dirname}/support/closing-line.ts`],
    projects: [
      // No I/O but reading the repository: seconds.
      tier('unit', ['tests/architecture.test.ts', 'tests/unit/**/*.test.ts'], 10_000),
      // One suite per port, run on every adapter that is there.
      tier('contract', ['tests/contract/**/*.@(sqlite|memory).test.ts'], 30_000),
      // The same suites, and what only that server does, on PostgreSQL.
      onServer('postgres', 60_000),
      // The ledger on EventStoreDB: on the server that EVENTSTORE_URL names, else on our wire double, and it says which.
      {
        test: {
          ...tier('eventstoredb', ['tests/eventstoredb/**/*.test.ts'], 60_000).test,
          globalSetup: [`${import.meta.dirname}/eventstoredb/say-which-server.ts`],
        },
      },
      // The topic on a real broker: the one that KAFKA_BROKERS names, else one started here; skipped with the reason where neither can be had.
      {
        test: {
          ...tier('kafka', ['tests/kafka/**/*.test.ts'], 120_000).test,
          globalSetup: [`${import.meta.dirname}/support/servers/kafka.ts`],
        },
      },
      // All roles as processes of their own on Kafka, EventStoreDB (or its wire double) and PostgreSQL.
      {
        test: {
          ...tier('servers', ['tests/servers/**/*.test.ts'], 600_000).test,
          globalSetup: ['kafka', 'postgres'].map((name) => `${import.meta.dirname}/support/servers/${name}.ts`),
        },
      },
      // Several parts together, HTTP and files included.
      tier('integration', ['tests/integration/**/*.test.ts'], 120_000),
      // The whole system as its users run it: processes, kills, ten thousand people.
      tier('e2e', ['tests/e2e/**/*.test.ts'], 600_000),
    ],
  },
});
