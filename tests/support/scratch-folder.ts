// A folder for one test, gone when the test is over.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** Path of a new empty folder that is removed when the running test ends, however it ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-test-'));
  onTestFinished(() => remove(folder));
  return folder;
}

/** The same for all tests of a file: call it at the top of the file. */
export function sharedScratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-test-'));
  afterAll(() => remove(folder));
  return folder;
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
