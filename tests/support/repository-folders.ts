// Where things lie in the repository, for tests that run the real contracts, policies and program.
import { join } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');
export const contractsFolder = join(repository, 'schemas', 'events');
export const policiesFolder = join(repository, 'schemas', 'policy');
/** The command line, run by the Node that runs the tests. */
export const commandLine = join(repository, 'services', 'cli', 'main.ts');
