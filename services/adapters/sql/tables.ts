// The read model's tables as Kysely sees them, the same on SQLite and PostgreSQL. 64-bit integers may arrive as text.

export type BigInteger = number | string | bigint;

export interface Tables {
  subject: { ord: BigInteger; data_subject: string; latest: BigInteger };
  /** Found by random keys, so kept narrow: ids and hashes as bytes. */
  inbox: { event_id: Uint8Array; ledger: string; revision: BigInteger; recorded_at: BigInteger; content_hash: Uint8Array };
  lineage_event: {
    ord: BigInteger;
    ledger: string;
    revision: BigInteger;
    event_id: string;
    type: string;
    occurred_at: BigInteger;
    recorded_at: BigInteger;
    fact: number;
    recipient: string | null;
    /** Who passed it on, when it was not the bank. */
    passed_by: string | null;
    outcome: string | null;
    findings: string | null;
    event: string;
  };
  /** What an event of a person follows from: few do. */
  cause: { ord: BigInteger; event_id: string; cause: Uint8Array };
  superseded_verdict: {
    ord: BigInteger;
    ledger: string;
    revision: BigInteger;
    by_ledger: string;
    by_revision: BigInteger;
    superseded_at: BigInteger;
    outcome: string;
    findings: string | null;
  };
  holding: {
    ord: BigInteger;
    holder: string;
    item: string;
    purpose: string;
    legal_basis: string;
    clause: string;
    policy_version: string;
    product: string | null;
    since: BigInteger;
    state: string;
    state_since: BigInteger;
    due_at: BigInteger | null;
    retain_until: BigInteger | null;
    events: string;
  };
  consent: {
    ord: BigInteger;
    consent: string;
    event_id: string;
    kind: string;
    recipient: string | null;
    items: string;
    purposes: string;
    granted_at: BigInteger;
    valid_until: BigInteger | null;
    withdrawn_at: BigInteger | null;
    withdrawn_by: string | null;
    withdrawn_in_part: number;
  };
  flow: { day: string; holder: string; clause: string; item: string; purpose: string; legal_basis: string; outcome: string; events: BigInteger };
  recipient: {
    recipient: string;
    ledger: string;
    revision: BigInteger;
    event_id: string;
    type: string;
    occurred_at: BigInteger;
    recorded_at: BigInteger;
    event: string;
  };
  quarantine_entry: {
    entry: string;
    ledger: string;
    revision: BigInteger;
    recorded_at: BigInteger;
    reason: string;
    data_subject: string | null;
    reported: Uint8Array | null;
  };
  /** Entries replayed or discarded. Apart, because the word may be projected before the entry: it can stand in another stream. */
  quarantine_end: { entry: string; ended_at: BigInteger };
  look: {
    data_subject: string;
    ledger: string;
    revision: BigInteger;
    event_id: string;
    at: BigInteger;
    role: string;
    purpose: string;
    case_id: string | null;
    route: string;
  };
  checkpoint: { ledger: string; revision: BigInteger; digest: string; events: BigInteger };
}

export type TableName = keyof Tables;

/** Primary keys: what an upsert matches on. */
export const primaryKeys: { readonly [T in TableName]: readonly (keyof Tables[T] & string)[] } = {
  subject: ['ord'],
  inbox: ['event_id'],
  lineage_event: ['ord', 'ledger', 'revision'],
  cause: ['ord', 'event_id', 'cause'],
  superseded_verdict: ['ord', 'ledger', 'revision', 'by_ledger', 'by_revision'],
  holding: ['ord', 'holder', 'item', 'purpose', 'legal_basis', 'clause'],
  consent: ['ord', 'consent'],
  flow: ['day', 'holder', 'clause', 'item', 'purpose', 'legal_basis', 'outcome'],
  recipient: ['recipient', 'ledger', 'revision'],
  quarantine_entry: ['entry'],
  quarantine_end: ['entry'],
  look: ['data_subject', 'ledger', 'revision'],
  checkpoint: ['ledger'],
};

/** Version of the layout and of what the projector writes into it; another version is projected anew. */
export const readModelVersion = 5;

/** DDL for both dialects: types and key clause differ, nothing else. */
export function readModelDdl(dialect: 'sqlite' | 'postgres'): readonly string[] {
  const uuid = dialect === 'sqlite' ? 'text' : 'uuid';
  const bytes = dialect === 'sqlite' ? 'blob' : 'bytea';
  // Narrow rows are clustered by key on SQLite. Events are wide: in a clustered table each would spill into a page of its own.
  const clustered = (name: TableName): string => (dialect === 'sqlite' && name !== 'lineage_event' ? ' without rowid' : '');
  // Text in the order of its bytes on both, whatever the locale of the server: cursors and digests depend on it.
  const sorted = (columns: string): string => (dialect === 'sqlite' ? columns : columns.replaceAll(/\btext\b/g, 'text collate "C"'));
  const table = (name: TableName, columns: string): string =>
    `create table ${name} (${sorted(columns)}, primary key (${primaryKeys[name].join(', ')}))${clustered(name)}`;
  return [
    table('subject', `ord bigint not null, data_subject ${uuid} not null, latest bigint not null`),
    'create unique index subject_by_id on subject (data_subject)',
    table('inbox', `event_id ${bytes} not null, ledger text not null, revision bigint not null, recorded_at bigint not null, content_hash ${bytes} not null`),
    table(
      'lineage_event',
      `ord bigint not null, ledger text not null, revision bigint not null, event_id ${uuid} not null, type text not null, occurred_at bigint not null, recorded_at bigint not null, fact smallint not null, recipient text, passed_by text, outcome text, findings text, event text not null`,
    ),
    'create index lineage_event_fact on lineage_event (ord) where fact = 1',
    'create index lineage_event_recipient on lineage_event (recipient, occurred_at) where recipient is not null',
    'create index lineage_event_passed_by on lineage_event (passed_by, occurred_at) where passed_by is not null',
    // In the order of the list, so that a page is a walk along the index.
    "create index lineage_event_finding on lineage_event (occurred_at, ord, ledger, revision) where outcome <> 'compliant'",
    table('cause', `ord bigint not null, event_id ${uuid} not null, cause ${bytes} not null`),
    table(
      'superseded_verdict',
      'ord bigint not null, ledger text not null, revision bigint not null, by_ledger text not null, by_revision bigint not null, superseded_at bigint not null, outcome text not null, findings text',
    ),
    table(
      'holding',
      'ord bigint not null, holder text not null, item text not null, purpose text not null, legal_basis text not null, clause text not null, policy_version text not null, product text, since bigint not null, state text not null, state_since bigint not null, due_at bigint, retain_until bigint, events text not null',
    ),
    table(
      'consent',
      `ord bigint not null, consent text not null, event_id ${uuid} not null, kind text not null, recipient text, items text not null, purposes text not null, granted_at bigint not null, valid_until bigint, withdrawn_at bigint, withdrawn_by ${uuid}, withdrawn_in_part smallint not null`,
    ),
    table(
      'flow',
      'day text not null, holder text not null, clause text not null, item text not null, purpose text not null, legal_basis text not null, outcome text not null, events bigint not null',
    ),
    table(
      'recipient',
      `recipient text not null, ledger text not null, revision bigint not null, event_id ${uuid} not null, type text not null, occurred_at bigint not null, recorded_at bigint not null, event text not null`,
    ),
    table(
      'quarantine_entry',
      `entry ${uuid} not null, ledger text not null, revision bigint not null, recorded_at bigint not null, reason text not null, data_subject ${uuid}, reported ${bytes}`,
    ),
    'create index quarantine_entry_subject on quarantine_entry (data_subject)',
    table('quarantine_end', `entry ${uuid} not null, ended_at bigint not null`),
    table(
      'look',
      `data_subject ${uuid} not null, ledger text not null, revision bigint not null, event_id ${uuid} not null, at bigint not null, role text not null, purpose text not null, case_id text, route text not null`,
    ),
    table('checkpoint', 'ledger text not null, revision bigint not null, digest text not null, events bigint not null'),
  ];
}
