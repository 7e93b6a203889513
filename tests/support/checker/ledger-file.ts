// The ledger of a data folder read straight from its SQLite file, without the product's ledger adapter.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { avroEventCodec } from '../../../services/adapters/avro/event-codec.ts';
import type { Fact } from '../oracle/facts.ts';
import { contractsFolder } from '../repository-folders.ts';

export interface LedgerRow {
  readonly stream: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly schema: string;
  readonly recordedAt: number;
}

/** Every event of every stream, streams by name, each in revision order. */
export function readLedgerFile(data: string): readonly LedgerRow[] {
  const db = new DatabaseSync(join(data, 'ledger', 'ledger.db'), { readOnly: true });
  try {
    return db
      .prepare(
        `SELECT s.name AS stream, e.revision, lower(hex(e.event_id)) AS id, e.type, e.data, e.schema, e.recorded_at AS recordedAt
         FROM event e JOIN stream s ON s.id = e.stream ORDER BY s.name, e.revision`,
      )
      .all()
      .map((row) => ({ ...row, eventId: uuidOf(String(row['id'])) }) as unknown as LedgerRow);
  } finally {
    db.close();
  }
}

/** Hex digits of the stored bytes → canonical UUID text. */
export const uuidOf = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

export const isQuarantine = ({ stream }: LedgerRow): boolean => stream.startsWith('quarantine-');
export const isPersonal = ({ stream }: LedgerRow): boolean => /^ledger-\d+$/.test(stream);
export const isRegister = ({ stream }: LedgerRow): boolean => stream === 'ledger-registers';

/** What a quarantine event says. */
export interface Quarantined {
  readonly reason: string;
  /** Identity of the report, when it could be read. */
  readonly reported: string | null;
}

/** The entries of the quarantine streams; the events that release them are left out. */
export const quarantineEntries = (rows: readonly LedgerRow[]): readonly Quarantined[] =>
  rows.filter((row) => isQuarantine(row) && row.type === 'Quarantined').map((row) => JSON.parse(Buffer.from(row.data).toString('utf8')) as Quarantined);

/** Events of people and registers as facts of the oracle, in ledger order, each event once. @throws Error on bytes that do not decode. */
export function factsOf(rows: readonly LedgerRow[]): readonly Fact[] {
  const codec = avroEventCodec({ directory: contractsFolder });
  const seen = new Set<string>();
  const facts: Fact[] = [];
  for (const row of rows) {
    if ((!isPersonal(row) && !isRegister(row)) || seen.has(row.eventId)) continue;
    seen.add(row.eventId);
    const decoded = codec.decode(row.schema, row.data);
    if (!decoded.ok) throw new Error(`${row.stream} ${row.revision} does not decode: ${decoded.reason}`);
    const fields = codec.toJson(decoded.event);
    const person = isPersonal(row) ? String(fields['dataSubject']) : null;
    facts.push({ eventId: row.eventId, person, type: row.type, at: decoded.event.occurredAt, place: row.revision, fields });
  }
  return facts;
}
