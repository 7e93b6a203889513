// Names of the ledger's streams: one per partition for people, one for the registers, one for the audit trail.
import { hash } from 'node:crypto';
import type { DataSubject, StreamName } from './vocabulary.ts';

export const registersLedger = 'ledger-registers' as StreamName;
export const auditLedger = 'ledger-audit' as StreamName;

/** What collectors keep aside before a topic, and their notes on replays: several processes write it. */
export const collectorQuarantine = 'quarantine-collector' as StreamName;

/** Stream of the people of one partition. */
export const ledgerOf = (partition: number): StreamName => `ledger-${partition}` as StreamName;

/** Quarantine of the partition or register that `ledger` is for. */
export const quarantineOf = (ledger: StreamName): StreamName => ledger.replace(/^ledger-/, 'quarantine-') as StreamName;

export const isPersonLedger = (stream: StreamName): boolean => /^ledger-\d+$/.test(stream);
export const isQuarantine = (stream: StreamName): boolean => stream.startsWith('quarantine-');

/** Partition of a person when no topic decides it: stable for ever for a given number of partitions. */
export function partitionOf(subject: DataSubject, partitions: number): number {
  return partitions === 1 ? 0 : Number.parseInt(hash('sha256', subject).slice(0, 8), 16) % partitions;
}
