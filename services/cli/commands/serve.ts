// suyuan serve: all roles in one process, until it is told to stop.
import type { Command } from 'commander';
import { configuration, type Flags } from '../configuration.ts';
import { listen } from '../open-system.ts';
import { example } from '../options.ts';
import { say } from '../output.ts';
import { processLog } from '../process-log.ts';
import { fillWithSample, showSamplePerson } from '../sample.ts';
import { systemClient } from '../system-client.ts';
import { startSystem } from '../system/system.ts';

export function addServe(suyuan: Command): void {
  const command = suyuan
    .command('serve')
    .description('the whole system in one process: embedded in a data folder, or on the servers that the environment names')
    .option('--data <folder>', 'data folder (default: SUYUAN_DATA, else ./data)')
    .option('--host <address>', 'loopback address to listen on (default: HOST, else 127.0.0.1)')
    .option('--port <number>', 'port, 0 for any that is free (default: PORT, else 8080)');
  example(command, 'serve', 'serve --data /var/lib/suyuan --port 9000').action(serve);
}

async function serve(options: Flags): Promise<void> {
  const config = configuration(options);
  const system = await startSystem(config, processLog('suyuan', config.logLevel ?? 'warn'));
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
    const client = systemClient({ url, purpose: 'first-look', case: 'sample' });
    const filled = config.samplePeople > 0 && (await fillWithSample(client, system.registry, config.samplePeople));
    if (config.samplePeople > 0 && system.queries) await showSamplePerson(client, system.queries);
    say(
      `\n${filled ? 'Filled with sample people. ' : ''}Suyuan listens on ${url}  (routes: ${url}/docs)\nData: ${system.folder?.path ?? 'on servers'} · Ctrl-C stops`,
    );
  } catch (error) {
    if (!stopping) await system.close();
    if (!stopping) throw error;
  }
}
