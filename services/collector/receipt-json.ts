// A receipt as outsiders read it: `accepted`, `recorded`, `duplicate` or `rejected`; what was kept aside says so.
import { formatInstant } from '../core/domain/instants.ts';
import type { CollectedReceipt } from './collect.ts';

/** Receipt → JSON of interfaces.md 4. A quarantined report is `rejected` with `quarantined: true`: it is in no answer, and it is not lost. */
export function receiptJson(receipt: CollectedReceipt): Record<string, unknown> {
  const { eventId, status } = receipt;
  const warnings = receipt.warnings ? { warnings: receipt.warnings } : {};
  switch (receipt.status) {
    case 'recorded':
    case 'duplicate':
      return { eventId, status, ledger: receipt.ledger, revision: String(receipt.revision), recordedAt: formatInstant(receipt.recordedAt), ...warnings };
    case 'accepted':
      return { eventId, status, ...warnings };
    case 'quarantined':
      return { eventId, status: 'rejected', quarantined: true, entry: receipt.entry, reason: receipt.reason, errors: receipt.problems };
    default:
      return { eventId, status, quarantined: false, errors: receipt.problems };
  }
}
