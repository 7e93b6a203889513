// The last line of every run: what really ran, in one line that scripts can read.
import type { Reporter, TestModule } from 'vitest/node';

/** Prints `N passed, N failed, N skipped`; a module that could not even be loaded counts as failed. */
class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) {
        const { state } = test.result();
        counts[state === 'pending' ? 'failed' : state] += 1;
      }
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) counts.failed += 1;
    }
    // Vitest's own summary goes to the same stream; printed when the process ends, this stays the last line.
    process.on('exit', () => process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`));
  }
}

// oxlint-disable-next-line import/no-default-export -- vitest loads reporters by their default export
export default ClosingLine;
