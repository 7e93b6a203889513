// After everything settled: the ledger's file read as it lies, projected anew beside, and compared with what the system made of it (I1–I5, I17).
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgresReadModel } from '../../services/adapters/postgres/postgres-read-model.ts';
import { postgresVault } from '../../services/adapters/postgres/postgres-vault.ts';
import { avroEventCodec } from '../../services/adapters/avro/event-codec.ts';
import { loadPolicyRegistry } from '../../services/adapters/files/policy-directory.ts';
import { sqlReadModel } from '../../services/adapters/sql/sql-read-model.ts';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { sqliteReadModel } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import type { LedgerMetadata } from '../../services/core/ports/ledger.ts';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import { projector } from '../../services/projector/project.ts';
import { projectToEnd } from '../../services/projector/run.ts';
import { checkAcknowledged, checkContiguity, checkOnce, checkOrder, shorten, type Violations } from '../support/checker/check-ledger.ts';
import { checkAgainstOracle, checkRowCounts } from '../support/checker/check-projection.ts';
import { isQuarantine, quarantineEntries, readLedgerFile } from '../support/checker/ledger-file.ts';
import { openFileLog } from '../support/eventstoredb-double/file-log.ts';
import { contractsFolder, policiesFolder } from '../support/repository-folders.ts';
import type { Fleet } from './fleet.ts';
import type { Traffic } from './traffic.ts';

interface FileEvent {
  readonly stream: StreamName;
  readonly revision: number;
  readonly eventId: EventId;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: LedgerMetadata;
}

export interface Checked {
  readonly events: number;
  readonly quarantined: number;
  readonly violations: Violations;
}

/** Everything must be at rest: no traffic, no lag. */
export async function checkFleet({ ledger, database, vault, folder }: Fleet, { acknowledged, poison }: Traffic): Promise<Checked> {
  const events = eventsIn(ledger);
  const beside = mkdtempSync(join(folder, 'beside-'));
  try {
    // As a data folder, so that the checker that knows nothing of servers can look at it.
    const digests = await projectBeside(beside, events);
    const rows = readLedgerFile(beside);
    const live = sqlReadModel(await openPostgresReadModel({ ...database, applicationName: 'chaos', readOnly: true }));
    const made = await live.tableDigests();
    await live.close();
    const entries = quarantineEntries(rows);
    return {
      events: rows.filter((row) => !isQuarantine(row)).length,
      quarantined: entries.length,
      violations: [
        ...checkAcknowledged(rows, acknowledged),
        ...checkContiguity(rows),
        ...checkRevisions(events),
        ...checkOffsets(events),
        ...checkOnce(beside, rows),
        ...checkOrder(beside, rows, numberOf),
        ...checkAgainstOracle(beside, rows),
        ...checkRowCounts(beside, rows),
        ...[...digests].flatMap(([table, digest]) =>
          made.get(table) === digest ? [] : [`I5: ${table} is not what a projection from nothing makes of the ledger`],
        ),
        ...(await checkPoison(entries as unknown as readonly Entry[], poison, vault)),
      ],
    };
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

const numberOf = (sourceEventId: string): number => Number(sourceEventId.split('-').at(-1));

/** The double's frames, without its rules; names without their prefix. */
function eventsIn({ file, prefix }: Fleet['ledger']): readonly FileEvent[] {
  const events: FileEvent[] = [];
  const log = openFileLog(file, (_at, { stream, first, events: framed }) => {
    const name = stream.slice(prefix.length);
    if (!stream.startsWith(prefix) || !/^(ledger|quarantine)-/.test(name)) return;
    for (const [i, { id, type, data, metadata }] of framed.entries())
      events.push({
        stream: name as StreamName,
        revision: first + i,
        eventId: id as EventId,
        type,
        data,
        metadata: JSON.parse(Buffer.from(metadata).toString()) as LedgerMetadata,
      });
  });
  log.close();
  return events;
}

async function projectBeside(data: string, events: readonly FileEvent[]): Promise<ReadonlyMap<string, string>> {
  mkdirSync(join(data, 'ledger'));
  mkdirSync(join(data, 'read-model'));
  const ledger = sqliteLedger({ path: join(data, 'ledger', 'ledger.db') });
  const readModel = sqliteReadModel({ path: join(data, 'read-model', 'read-model-0.db') });
  try {
    for (const [stream, all] of Map.groupBy(events, (event) => event.stream)) {
      for (let at = 0; at < all.length; at += 200) await ledger.append(stream, at === 0 ? 'no-stream' : BigInt(at - 1), all.slice(at, at + 200));
    }
    const running = await projector({ readModel, codec: avroEventCodec({ directory: contractsFolder }), registry: loadPolicyRegistry(policiesFolder) });
    for (const stream of await ledger.streams()) await projectToEnd(ledger, running, stream);
    return await readModel.tableDigests();
  } finally {
    await readModel.close();
    await ledger.close();
  }
}

/** I4 of the file itself: frames of one stream follow each other without a hole and without a second of the same revision. */
function checkRevisions(events: readonly FileEvent[]): Violations {
  const next = new Map<string, number>();
  return shorten(
    events.flatMap(({ stream, revision }) => {
      const expected = next.get(stream) ?? 0;
      next.set(stream, revision + 1);
      return revision === expected ? [] : [`I4: ${stream} has revision ${revision} where ${expected} should be`];
    }),
  );
}

/** I4, I8: within a stream the offsets rise, so that no second writer went its own way. */
function checkOffsets(events: readonly FileEvent[]): Violations {
  const last = new Map<string, bigint>();
  return shorten(
    events.flatMap(({ stream, revision, metadata }) => {
      if (metadata.offset === undefined) return [];
      const [before, offset] = [last.get(stream) ?? -1n, BigInt(metadata.offset)];
      last.set(stream, offset);
      return offset > before ? [] : [`I4: ${stream} ${revision} comes from offset ${offset}, the one before it from ${before}`];
    }),
  );
}

interface Entry {
  readonly reason: string;
  readonly sealed: string;
}

/** I17: every poison that was taken is aside once, byte for byte, and nothing else is. */
async function checkPoison(entries: readonly Entry[], poison: ReadonlySet<string>, { url, schema, keyPath }: Fleet['vault']): Promise<Violations> {
  const vault = await postgresVault({ url, schema, keyPath, applicationName: 'chaos' });
  try {
    const raw = await Promise.all(entries.map(async ({ sealed }) => Buffer.from(await vault.unsealQuarantined(Buffer.from(sealed, 'base64'))).toString('hex')));
    const kept = new Set(raw);
    return shorten([
      ...(raw.length === kept.size ? [] : [`I17: ${raw.length - kept.size} entries of quarantine are there twice`]),
      ...[...poison].filter((value) => !kept.has(value)).map((value) => `I17: the poison ${value.slice(0, 20)}… is not in quarantine`),
      // What was sent without an acknowledgement may be there as well.
      ...entries.filter(({ reason }) => !['undecodable', 'unknown-schema'].includes(reason)).map(({ reason }) => `I17: an event is in quarantine as ${reason}`),
    ]);
  } finally {
    await vault.close();
  }
}
