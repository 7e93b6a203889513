// Changes of a batch as bulk writes, in the order in which tables refer to each other.
import { endedStates } from '../../core/domain/holdings.ts';
import type { Changes } from '../../core/ports/read-model.ts';
import type { BulkWrite } from './dialect.ts';
import { uuidToBytes } from './uuid-bytes.ts';

const list = (values: readonly string[]): string => values.join(',');

export const bulkWrites = (changes: Changes): readonly BulkWrite[] => [...arrived(changes), ...held(changes), ...counted(changes), ...corrected(changes)];

/** Events, and the people whom they are about. */
function arrived(changes: Changes): readonly BulkWrite[] {
  return [
    {
      table: 'inbox',
      mode: 'insert',
      columns: ['event_id', 'ledger', 'revision', 'recorded_at', 'content_hash'],
      rows: changes.inbox.map((row) => [uuidToBytes(row.eventId), row.stream, row.revision, row.recordedAt, Buffer.from(row.contentHash, 'hex')]),
    },
    {
      table: 'subject',
      mode: 'replace',
      columns: ['ord', 'data_subject', 'latest'],
      rows: changes.people.map((row) => [row.ordinal, row.dataSubject, row.latest]),
    },
    {
      table: 'lineage_event',
      mode: 'insert',
      columns: [
        'ord',
        'ledger',
        'revision',
        'event_id',
        'type',
        'occurred_at',
        'recorded_at',
        'fact',
        'recipient',
        'passed_by',
        'outcome',
        'findings',
        'event',
      ],
      // By person: neighbours on the page, so fewer pages are touched.
      rows: changes.events
        .toSorted((a, b) => a.ordinal - b.ordinal)
        .map((row) => [
          row.ordinal,
          row.stream,
          row.revision,
          row.eventId,
          row.type,
          row.occurredAt,
          row.recordedAt,
          row.fact ? 1 : 0,
          row.recipient,
          row.passedBy,
          row.outcome,
          row.findings,
          row.json,
        ]),
    },
    {
      table: 'cause',
      mode: 'insert',
      columns: ['ord', 'event_id', 'cause'],
      rows: changes.events.flatMap(({ ordinal, eventId, causes }) => [...new Set(causes)].map((cause) => [ordinal, eventId, uuidToBytes(cause)])),
    },
    {
      table: 'superseded_verdict',
      mode: 'replace',
      columns: ['ord', 'ledger', 'revision', 'by_ledger', 'by_revision', 'superseded_at', 'outcome', 'findings'],
      rows: changes.rejudged.map((row) => [
        row.ordinal,
        row.stream,
        row.revision,
        row.by.stream,
        row.by.revision,
        row.by.recordedAt,
        row.before.outcome,
        row.before.findings,
      ]),
    },
  ];
}

/** What follows for the people. */
function held(changes: Changes): readonly BulkWrite[] {
  return [
    // Before the others: who looked in the same batch has the last word.
    { ...holdingRows(changes.acquired), where: `holding.state in (${endedStates.map((state) => `'${state}'`).join(', ')})` },
    holdingRows(changes.holdings),
    {
      table: 'consent',
      mode: 'replace',
      columns: [
        'ord',
        'consent',
        'event_id',
        'kind',
        'recipient',
        'items',
        'purposes',
        'granted_at',
        'valid_until',
        'withdrawn_at',
        'withdrawn_by',
        'withdrawn_in_part',
      ],
      rows: changes.consents.map((c) => [
        c.ordinal,
        c.consent,
        c.eventId,
        c.kind,
        c.recipient,
        list(c.items),
        list(c.purposes),
        c.grantedAt,
        c.validUntil,
        c.withdrawnAt,
        c.withdrawnBy,
        c.withdrawnInPart ? 1 : 0,
      ]),
    },
  ];
}

/** What is about nobody in particular. */
function counted(changes: Changes): readonly BulkWrite[] {
  return [
    {
      table: 'flow',
      mode: 'add',
      columns: ['day', 'holder', 'clause', 'item', 'purpose', 'legal_basis', 'outcome', 'events'],
      rows: changes.flows.map((f) => [f.day, f.holder, f.clause, f.item, f.purpose, f.legalBasis, f.outcome, f.events]),
    },
    {
      table: 'recipient',
      mode: 'skip',
      columns: ['recipient', 'ledger', 'revision', 'event_id', 'type', 'occurred_at', 'recorded_at', 'event'],
      rows: changes.recipients.map(({ recipient, stored }) => [
        recipient,
        stored.stream,
        stored.revision,
        stored.eventId,
        stored.type,
        stored.occurredAt,
        stored.recordedAt,
        stored.json,
      ]),
    },
    {
      table: 'quarantine_entry',
      mode: 'skip',
      columns: ['entry', 'ledger', 'revision', 'recorded_at', 'reason', 'data_subject', 'reported'],
      rows: changes.quarantined.map((row) => [
        row.entry,
        row.stream,
        row.revision,
        row.recordedAt,
        row.reason,
        row.dataSubject,
        row.reported === null ? null : uuidToBytes(row.reported),
      ]),
    },
    {
      table: 'quarantine_end',
      mode: 'replace',
      columns: ['entry', 'ended_at'],
      // Once is enough; of two the later one counts, whichever is projected first.
      where: 'excluded.ended_at > quarantine_end.ended_at',
      rows: [...new Map(changes.released.map(({ entry, recordedAt }) => [entry, recordedAt]))],
    },
    {
      table: 'look',
      mode: 'skip',
      columns: ['data_subject', 'ledger', 'revision', 'event_id', 'at', 'role', 'purpose', 'case_id', 'route'],
      rows: changes.looks.map((row) => [row.dataSubject, row.stream, row.revision, row.eventId, row.at, row.role, row.purpose, row.caseId, row.route]),
    },
  ];
}

/** Rows of earlier batches that change: new verdicts. */
function corrected(changes: Changes): readonly BulkWrite[] {
  return [
    {
      table: 'lineage_event',
      mode: 'update',
      columns: ['ord', 'ledger', 'revision', 'outcome', 'findings'],
      rows: changes.rejudged.map(({ ordinal, stream, revision, after }) => [
        ordinal,
        stream,
        revision,
        after.outcome,
        after.findings.length > 0 ? JSON.stringify(after.findings) : null,
      ]),
    },
  ];
}

const holdingRows = (holdings: Changes['holdings']): BulkWrite => ({
  table: 'holding',
  mode: 'replace',
  columns: [
    'ord',
    'holder',
    'item',
    'purpose',
    'legal_basis',
    'clause',
    'policy_version',
    'product',
    'since',
    'state',
    'state_since',
    'due_at',
    'retain_until',
    'events',
  ],
  rows: holdings.map((h) => [
    h.ordinal,
    h.holder,
    h.item,
    h.purpose,
    h.legalBasis,
    h.clause,
    h.policyVersion,
    h.product,
    h.since,
    h.state,
    h.stateSince,
    h.dueAt,
    h.retainUntil,
    list(h.events),
  ]),
});
