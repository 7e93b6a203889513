// suyuan collector, ingester, projector, query-api: one role each in a process of its own, stateless, on servers.
import type { Command } from 'commander';
import { LineageError } from '../../core/domain/errors.ts';
import { configuration, type Flags } from '../configuration.ts';
import { listen } from '../open-system.ts';
import { example } from '../options.ts';
import { say } from '../output.ts';
import { processLog } from '../process-log.ts';
import { roleNeeds, roles, type Role } from '../system/roles.ts';
import { startSystem } from '../system/system.ts';

const does: Readonly<Record<Role, string>> = {
  collector: 'takes reports over HTTP, makes pseudonyms of identifiers, puts the events onto the topic',
  ingester: 'takes the topic into the ledger, each event once; several share the partitions',
  projector: 'keeps the tables equal to the ledger; one works, others wait to take over',
  'query-api': 'answers questions about people and across them',
};

export function addRoles(suyuan: Command): void {
  for (const role of roles) {
    const command = suyuan
      .command(role)
      .description(`one process that ${does[role]}; needs ${roleNeeds[role].join(', ')}`)
      .option('--host <address>', 'loopback address to listen on (default: HOST, else 127.0.0.1)')
      .option('--port <number>', 'port, 0 for any that is free (default: PORT, else 8080)');
    example(command, role, `${role} --port 0`).action((flags: Flags) => run(role, flags));
  }
}

/** Until a signal, or until it cannot go on: then it ends with 3, and whoever watches over it starts it anew. */
async function run(role: Role, flags: Flags): Promise<void> {
  const config = configuration(flags);
  const { kafka, eventStore, database, vaultDatabase } = config;
  const has = { KAFKA_BROKERS: kafka, EVENTSTORE_URL: eventStore, DATABASE_URL: database, VAULT_DATABASE_URL: vaultDatabase };
  const missing = roleNeeds[role].filter((name) => has[name] === null);
  if (missing.length > 0)
    throw new LineageError(
      'ERR_CONFIGURATION',
      `${role} as a process of its own needs ${missing.join(', ')}: set it, or run everything in one with \`suyuan serve\``,
    );
  const logger = processLog(role, config.logLevel ?? 'info');
  const system = await startSystem(config, logger, { roles: [role], alone: true });
  const { promise: signalled, resolve: stop } = Promise.withResolvers<void>();
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    if (signals > 1) process.exit(130);
    stop();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const url = await listen(system, config);
    logger.info({ url }, 'listening');
    say(`${role} listens on ${url}`);
    await Promise.race([signalled, system.stopped]);
  } finally {
    await system.close();
  }
  const fault = system.fault();
  if (fault !== null) throw new LineageError('ERR_UNREACHABLE', `${role} cannot go on: ${fault}`);
  logger.info('stopped');
}
