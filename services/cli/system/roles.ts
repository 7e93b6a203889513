// The roles of the system: all in one process by `serve`, or each in processes of its own.

export const roles = ['collector', 'ingester', 'projector', 'query-api'] as const;
export type Role = (typeof roles)[number];

/** What each role touches; a role of its own needs all of that on servers. */
export const roleNeeds: Readonly<Record<Role, readonly ('KAFKA_BROKERS' | 'EVENTSTORE_URL' | 'DATABASE_URL' | 'VAULT_DATABASE_URL')[]>> = {
  // The ledger for what it keeps aside, the read model for receipts.
  collector: ['KAFKA_BROKERS', 'EVENTSTORE_URL', 'DATABASE_URL', 'VAULT_DATABASE_URL'],
  // The vault seals what goes to quarantine.
  ingester: ['KAFKA_BROKERS', 'EVENTSTORE_URL', 'VAULT_DATABASE_URL'],
  projector: ['EVENTSTORE_URL', 'DATABASE_URL'],
  // The ledger for the trail of looks at people, and for the ends up to which an answer is complete.
  'query-api': ['EVENTSTORE_URL', 'DATABASE_URL', 'VAULT_DATABASE_URL'],
};
