// Quarantine in front of a topic: what a collector cannot put on it goes straight into the collectors' quarantine stream, sealed, once.
import { collectorQuarantine } from '../core/domain/stream-names.ts';
import type { IdentityVault } from '../core/ports/identity-vault.ts';
import type { Conservation, Intake, PreparedEvent, Receipt } from '../core/ports/intake.ts';
import type { EventIndex } from '../core/ports/ledger.ts';
import { fitsOneAppend, quarantined, tooLargeToKeep } from './quarantine.ts';
import type { SharedStream } from './shared-stream.ts';

export interface KeepAsideOptions {
  readonly stream: SharedStream;
  /** Covers that stream. */
  readonly index: EventIndex;
  readonly vault: IdentityVault;
}

export interface KeepAside extends Pick<Intake, 'quarantine'> {
  conservation(): Conservation;
}

/** Two collectors that get the same report at the same time may both keep it: the projector takes the first. */
export function keepAside({ stream, index, vault }: KeepAsideOptions): KeepAside {
  const counts = { consumed: 0, appended: 0, quarantined: 0, duplicates: 0 };
  return {
    quarantine: async (reports) => {
      const entries = await Promise.all(reports.map(async (report) => ({ ...(await quarantined(report, vault)), stream: collectorQuarantine })));
      const known = new Set((await index.find(entries.map(({ eventId }) => eventId))).keys());
      const fresh: PreparedEvent[] = [];
      for (const entry of entries.filter(fitsOneAppend)) {
        if (known.has(entry.eventId)) counts.duplicates += 1;
        else fresh.push(entry);
        known.add(entry.eventId);
      }
      await stream.record(fresh);
      counts.quarantined += fresh.length;
      counts.consumed = counts.quarantined + counts.duplicates;
      return reports.map(({ eventId, reason, problems }, i): Receipt => {
        const entry = entries[i] as PreparedEvent;
        return fitsOneAppend(entry)
          ? { status: 'quarantined', eventId, entry: entry.eventId, reason, problems }
          : { status: 'rejected', eventId, problems: [...problems, tooLargeToKeep] };
      });
    },
    conservation: () => ({ ...counts }),
  };
}
