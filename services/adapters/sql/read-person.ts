// All that an answer about one person is made of, in one snapshot. Statements are compiled once: an answer takes a millisecond, and composing SQL would take a tenth of it.
import { sql, type CompiledQuery, type Kysely } from 'kysely';
import { registersLedger } from '../../core/domain/stream-names.ts';
import type { DataSubject, EventId } from '../../core/domain/vocabulary.ts';
import type { PersonRecord } from '../../core/ports/lineage-queries.ts';
import type { StoredEvent } from '../../core/ports/read-model.ts';
import type { Cell } from './dialect.ts';
import { readCheckpoints, storedEventColumns, toHolding, toStoredEvent } from './rows.ts';
import { snapshot } from './snapshot.ts';
import type { Tables } from './tables.ts';
import { bytesToUuid } from './uuid-bytes.ts';

type Database = Kysely<Tables>;

/** Reads people one at a time; keeps the register of recipients between answers. */
export function personReader(db: Database): (subject: DataSubject) => Promise<PersonRecord> {
  const ask = statements(db);
  const readRegisters = registersReader();

  const read = async (at: Database, subject: DataSubject): Promise<PersonRecord> => {
    const checkpoints = await readCheckpoints(at);
    const [known] = await ask.ordinal(at, subject);
    const quarantined = await ask.quarantined(at, subject);
    const [unattributed] = await ask.unattributed(at);
    const ofPerson = known === undefined ? { events: [], holdings: [], missing: [] } : await readAbout(at, known.ord);
    return {
      ...ofPerson,
      quarantined: quarantined.map((row) => ({ entry: row.entry as EventId, reason: row.reason, recordedAt: Number(row.recorded_at) })),
      unattributed: Number(unattributed?.count ?? 0),
      checkpoints,
      recipients: await readRegisters(at, checkpoints.get(registersLedger)?.revision ?? null),
    };
  };

  const readAbout = async (at: Database, ordinal: Cell): Promise<Pick<PersonRecord, 'events' | 'holdings' | 'missing'>> => ({
    events: (await ask.events(at, ordinal)).map(toStoredEvent),
    holdings: (await ask.holdings(at, ordinal)).map(toHolding),
    missing: (await ask.missing(at, ordinal)).map(({ cause }) => bytesToUuid(cause) as EventId).toSorted(),
  });

  return (subject) => snapshot(db, (at) => read(at, subject));
}

function statements(db: Database) {
  const [ordinal, subject] = [0, ''];
  const quarantined = db
    .selectFrom('quarantine_entry')
    .where((has) =>
      has.not(has.exists(has.selectFrom('quarantine_end').select('quarantine_end.entry').whereRef('quarantine_end.entry', '=', 'quarantine_entry.entry'))),
    )
    .where(notSuperseded);
  return {
    ordinal: once(db.selectFrom('subject').select('ord').where('data_subject', '=', subject).compile()),
    events: once(db.selectFrom('lineage_event').select(storedEventColumns).where('ord', '=', ordinal).orderBy('ledger').orderBy('revision').compile()),
    holdings: once(db.selectFrom('holding').selectAll().where('ord', '=', ordinal).compile()),
    quarantined: once(quarantined.select(['entry', 'reason', 'recorded_at']).where('data_subject', '=', subject).compile()),
    unattributed: once(
      quarantined
        .select(({ fn }) => fn.countAll().as('count'))
        .where('data_subject', 'is', null)
        .compile(),
    ),
    /** Causes that this person's events name and that no ledger event is. */
    missing: once(
      db
        .selectFrom('cause')
        .select('cause')
        .distinct()
        .where('ord', '=', ordinal)
        .where((has) => has.not(has.exists(has.selectFrom('inbox').select('inbox.event_id').whereRef('inbox.event_id', '=', 'cause.cause'))))
        .compile(),
    ),
  };
}

/** An entry of which the ledger does not hold the same event, recorded after it. Of a conflict it always holds one: there somebody decides. */
const notSuperseded = sql<boolean>`(reason = 'conflict' or not exists (
  select 1 from inbox where inbox.event_id = quarantine_entry.reported and inbox.recorded_at >= quarantine_entry.recorded_at))`;

/** A compiled query, asked again and again with other parameters. */
const once =
  <Row>(compiled: CompiledQuery<Row>) =>
  async (at: Database, ...parameters: readonly Cell[]): Promise<readonly Row[]> =>
    (await at.executeQuery<Row>({ ...compiled, parameters })).rows;

/** The register of recipients as of a revision of its stream: read again only when that moved, so that an answer does not grow with it. */
function registersReader() {
  let known: { readonly revision: bigint | null; readonly recipients: readonly StoredEvent[] } | null = null;
  return async (at: Database, revision: bigint | null): Promise<readonly StoredEvent[]> => {
    if (known?.revision !== revision) known = { revision, recipients: await readRecipients(at) };
    return known.recipients;
  };
}

/** Register events of every recipient, in ledger order. */
export async function readRecipients(db: Database): Promise<readonly StoredEvent[]> {
  const rows = await db.selectFrom('recipient').selectAll().orderBy('ledger').orderBy('revision').execute();
  return rows.map((row) => toStoredEvent({ ...row, outcome: null, findings: null }));
}
