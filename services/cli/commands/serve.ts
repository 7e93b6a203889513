// suyuan serve: all roles in one process, until it is told to stop.
import type { Command } from 'commander';
import { pino } from 'pino';
import { configuration } from '../configuration.ts';
import { embeddedSystem } from '../embedded-system.ts';
import { fillWithSample, showSamplePerson } from '../sample.ts';
import { listen } from '../open-system.ts';
import { example } from '../options.ts';
import { say } from '../output.ts';
import { systemClient } from '../system-client.ts';

interface ServeOptions {
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
}

export function addServe(suyuan: Command): void {
  const command = suyuan
    .command('serve')
    .description('the whole system in one process on one data folder')
    .option('--data <folder>', 'data folder (default: SUYUAN_DATA, else ./data)')
    .option('--host <address>', 'loopback address to listen on (default: HOST, else 127.0.0.1)')
    .option('--port <number>', 'port, 0 for any that is free (default: PORT, else 8080)');
  example(command, 'serve', 'serve --data /var/lib/suyuan --port 9000').action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const config = configuration(options);
  // Logs are for machines and go to stderr; they hold codes and counts, never who anybody is.
  const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'warn', base: null }, pino.destination(2));
  const system = await embeddedSystem(config, logger);
  let stopping: Promise<void> | null = null;
  const stop = (): void => {
    if (stopping) process.exit(130);
    say('stopping: finishing what was taken in (again to stop at once)');
    stopping = system.close();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const url = await listen(system, config);
    const client = systemClient({ url, purpose: 'first-look' });
    const filled = config.samplePeople > 0 && (await fillWithSample(client, system.registry, config.samplePeople));
    if (config.samplePeople > 0) await showSamplePerson(client, system);
    say(`\n${filled ? 'Filled with sample people. ' : ''}Suyuan listens on ${url}  (routes: ${url}/docs)\nData: ${system.folder.path} · Ctrl-C stops`);
  } catch (error) {
    if (!stopping) await system.close();
    if (!stopping) throw error;
  }
}
