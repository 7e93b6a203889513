// Tiers by folder: what a test costs is seen from where it lies.
import { defineConfig } from 'vitest/config';

const tier = (name: string, include: readonly string[], timeoutMs: number) => ({
  test: { name, root: `${import.meta.dirname}/..`, include: [...include], testTimeout: timeoutMs, hookTimeout: timeoutMs },
});

export default defineConfig({
  test: {
    reporters: ['default', `${import.meta.dirname}/support/closing-line.ts`],
    projects: [
      // No I/O but reading the repository: seconds.
      tier('unit', ['tests/architecture.test.ts', 'tests/unit/**/*.test.ts'], 10_000),
      // One suite per port, run on every adapter that is there.
      tier('contract', ['tests/contract/**/*.test.ts'], 30_000),
      // Several parts together, HTTP and files included.
      tier('integration', ['tests/integration/**/*.test.ts'], 120_000),
      // The whole system as its users run it: processes, kills, ten thousand people.
      tier('e2e', ['tests/e2e/**/*.test.ts'], 600_000),
    ],
  },
});
