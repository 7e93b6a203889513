// A person of whom nothing is known is no person with an empty lineage: a mistyped id must not look like a clean record.
import { LineageError } from '../../core/domain/errors.ts';
import type { PersonRecord } from '../../core/ports/lineage-queries.ts';
import type { Incompleteness } from '../completeness.ts';

/**
 * Where something is not projected yet, or is kept aside, nobody can say that nothing is known: the answer says what it lacks then.
 * @throws LineageError ERR_NOT_FOUND.
 */
export function refuseUnknownPerson({ events, quarantined }: PersonRecord, incomplete: readonly Incompleteness[]): void {
  if (events.length > 0 || quarantined.length > 0 || incomplete.length > 0) return;
  throw new LineageError(
    'ERR_NOT_FOUND',
    'nothing is known of this data subject: no event of the ledger is about it, and no report in quarantine. Check the id, or find it by an identifier',
  );
}
