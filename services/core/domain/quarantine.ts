// Entries of a quarantine stream: what could not be accepted, and what became of it.
import { hash } from 'node:crypto';
import type { DataSubject, EventId } from './vocabulary.ts';

export const quarantineSchema = 'quarantine/1';

/** The data of a `Quarantined` event, as JSON. Problems name fields and rules, never values. */
export interface QuarantineEntry {
  readonly reason: string;
  readonly encoding: 'json' | 'avro';
  readonly problems: readonly { readonly pointer: string; readonly rule: string; readonly expected: string }[];
  readonly dataSubject: DataSubject | null;
  /** Identity of the report, when it could be read. */
  readonly reported: EventId | null;
  /** The raw bytes under the quarantine key, base64. */
  readonly sealed: string;
}

/** The data of a `QuarantineReplayed` event. */
export interface QuarantineReplay {
  readonly entry: EventId;
  readonly outcome: 'recorded' | 'duplicate';
}

/** The data of a `QuarantineDiscarded` event: somebody decided that the report is not to be recorded. The entry stays where it is. */
export interface QuarantineDiscard {
  readonly entry: EventId;
  readonly reason: string;
  readonly role: string;
  readonly purpose: string;
  readonly caseId: string | null;
}

/** Identity of the note that an entry was discarded: it is decided once. */
export const discardNoteId = (entry: EventId): EventId => quarantineId(Buffer.from(`discarded\n${entry}`));

/** Identity of the note that an entry was replayed. The outcome is part of it: replayed again, an entry that was recorded is a duplicate. */
export const replayNoteId = (entry: EventId, outcome: QuarantineReplay['outcome']): EventId => quarantineId(Buffer.from(`replayed\n${entry}\n${outcome}`));

/** Identity of an entry: made from the sealed bytes, so that the same report is kept once and nothing can be guessed from the id. */
export function quarantineId(sealed: Uint8Array): EventId {
  const digest = hash('sha256', sealed);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-9${digest.slice(17, 20)}-${digest.slice(20, 32)}` as EventId;
}
