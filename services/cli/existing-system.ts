// For commands that only ask: a data folder that is not there is a mistake, and asking makes none.
import { existsSync } from 'node:fs';
import { LineageError } from '../core/domain/errors.ts';
import { configuration } from './configuration.ts';
import { withSystem, type SystemOptions } from './open-system.ts';
import type { SystemClient } from './system-client.ts';

/** As `withSystem`, on what is there. @throws LineageError ERR_INPUT that says how to start. */
export function withExistingSystem<T>(options: SystemOptions, work: (client: SystemClient) => Promise<T>): Promise<T> {
  if (options.url === undefined) checkThere(options);
  return withSystem(options, work);
}

function checkThere(options: SystemOptions): void {
  const { data, eventStore, database } = configuration(options);
  const onServers = eventStore !== null && database !== null;
  if (onServers || existsSync(data)) return;
  throw new LineageError(
    'ERR_INPUT',
    `there is no data folder ${data}: start one with \`suyuan serve\` or \`suyuan ingest FILE\`, name another with --data or SUYUAN_DATA, or ask a running system with --url`,
  );
}
