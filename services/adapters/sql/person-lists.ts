// Lists about one person beside the lineage: consents, and who looked.
import { sql, type Kysely } from 'kysely';
import type { DataSubject } from '../../core/domain/vocabulary.ts';
import type { ConsentRecord, Page } from '../../core/ports/lineage-queries.ts';
import type { LookRow } from '../../core/ports/read-model.ts';
import { formatCursor, parseCursor, whole } from './cursor.ts';
import { toConsent, toLook } from './rows.ts';
import type { Tables } from './tables.ts';

/** Newest first. */
export async function readConsents(db: Kysely<Tables>, subject: DataSubject): Promise<readonly ConsentRecord[]> {
  const rows = await db
    .selectFrom('consent')
    .innerJoin('subject', 'subject.ord', 'consent.ord')
    .selectAll('consent')
    .where('subject.data_subject', '=', subject)
    .orderBy('granted_at', 'desc')
    .orderBy('consent.consent')
    .execute();
  return rows.map(toConsent);
}

/** A page, newest first: a walk along the key. */
export async function readLooks(
  db: Kysely<Tables>,
  subject: DataSubject,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Page<LookRow>> {
  let query = db.selectFrom('look').selectAll().where('data_subject', '=', subject);
  const cursor = after === null ? null : parseCursor(after, 2);
  if (cursor) query = query.where(sql<boolean>`(ledger, revision) < (${cursor[0]}, ${whole(cursor[1])})`);
  const rows = await query.orderBy('ledger', 'desc').orderBy('revision', 'desc').limit(limit).execute();
  const last = rows.at(-1);
  return { rows: rows.map(toLook), next: last && rows.length === limit ? formatCursor([last.ledger, String(last.revision)]) : null };
}
