// suyuan stream-rights: an administrator tells EventStoreDB who may do what with the ledger's streams, before the first start.
import type { Command } from 'commander';
import { LineageError } from '../../core/domain/errors.ts';
import { auditLedger, collectorQuarantine, ledgerOf, quarantineOf, registersLedger } from '../../core/domain/stream-names.ts';
import type { StreamName } from '../../core/domain/vocabulary.ts';
import { configuration } from '../configuration.ts';
import { example, withFormat } from '../options.ts';
import { formatOf, printRows } from '../output.ts';

interface RightsOptions {
  readonly writer: string;
  readonly reader: readonly string[];
  readonly partitions?: string;
  readonly auditDays?: string;
  readonly format: string;
}

export function addStreamRights(suyuan: Command): void {
  const command = suyuan
    .command('stream-rights')
    .description('EventStoreDB: one user appends to the ledger streams, some read, administrators alone delete; with the connection EVENTSTORE_ADMIN_URL')
    .requiredOption('--writer <user>', 'user or group of ingesters, collectors and query-apis: they append')
    .option(
      '--reader <user>',
      'user or group that only reads, such as the projectors; may be repeated',
      (one: string, all: readonly string[]) => [...all, one],
      [],
    )
    .option('--partitions <n>', 'partitions of the events topic (default: KAFKA_PARTITIONS, else 1 without Kafka)')
    .option('--audit-days <n>', 'days after which looks at people may be dropped (default: never)');
  example(withFormat(command), 'stream-rights --writer suyuan --reader projector --partitions 6').action(setRights);
}

async function setRights({ writer, reader: readers, partitions, auditDays, format }: RightsOptions): Promise<void> {
  const { settings, eventStore, kafka, allowInsecure } = configuration();
  const url = settings['EVENTSTORE_ADMIN_URL'];
  if (url === undefined)
    throw new LineageError('ERR_CONFIGURATION', 'EVENTSTORE_ADMIN_URL is not set: the connection string of an administrator, for this command only');
  const { setStreamRights } = await import('../../adapters/eventstoredb/stream-rights.ts');
  const streams = streamsOf(partitions === undefined ? (kafka?.partitions ?? 1) : whole('--partitions', partitions));
  const rights = { writer, readers, ...(auditDays === undefined ? {} : { auditDays: whole('--audit-days', auditDays) }) };
  const changed = new Set(await setStreamRights({ url, allowInsecure, prefix: eventStore?.prefix ?? settings['EVENTSTORE_PREFIX'] ?? '' }, streams, rights));
  printRows(
    formatOf(format),
    streams.map((stream) => ({ stream, changed: changed.has(stream) })),
    [
      { key: 'stream', title: 'Stream', show: ({ stream }) => stream },
      { key: 'rights', title: 'Rights', show: (row) => (row.changed ? 'set' : 'as before') },
    ],
  );
}

/** Every stream that the system writes; the catalogue of their names among them. */
function streamsOf(partitions: number): readonly StreamName[] {
  const ledgers = [...Array.from({ length: partitions }, (_, partition) => ledgerOf(partition)), registersLedger];
  return [...ledgers, ...ledgers.map(quarantineOf), collectorQuarantine, auditLedger, 'stream-names' as StreamName];
}

function whole(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new LineageError('ERR_INPUT', `${option} is a whole number above 0`);
}
