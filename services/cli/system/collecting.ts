// The intake that a collector hands reports to: on Kafka where that is configured, else straight into the ledger.
import type { Logger } from 'pino';
import { kafkaIntake } from '../../adapters/kafka/kafka-intake.ts';
import { collectorQuarantine } from '../../core/domain/stream-names.ts';
import type { EventCodec } from '../../core/ports/event-codec.ts';
import type { IdentityVault } from '../../core/ports/identity-vault.ts';
import type { WireFormat } from '../../core/ports/intake-topic.ts';
import type { Conservation, Intake, PreparedEvent } from '../../core/ports/intake.ts';
import type { EventIndex, Ledger } from '../../core/ports/ledger.ts';
import { embeddedIntake } from '../../ingester/embedded-intake.ts';
import { ingester } from '../../ingester/ingest.ts';
import { keepAside } from '../../ingester/keep-aside.ts';
import { sharedStream } from '../../ingester/shared-stream.ts';
import type { KafkaConfiguration } from '../configuration.ts';
import { clientOf } from './consuming.ts';

export interface Collecting {
  readonly intake: Intake;
  /** Writes down what is no report: that an entry of quarantine was replayed. */
  note(events: readonly PreparedEvent[]): Promise<void>;
  conservation(): Conservation;
  /** Why nothing more is taken; null while it is. */
  fault(): string | null;
  /** Answers what was taken in; nothing more is taken. */
  drain(): Promise<void>;
}

interface CollectingOptions {
  readonly ledger: Ledger & EventIndex;
  readonly vault: IdentityVault;
}

/** One process, one writer of the ledger: a producer is answered once the ledger has its event. */
export function collectIntoLedger({ ledger, vault }: CollectingOptions): Collecting {
  const ingesting = ingester({ ledger, index: ledger, now: Date.now });
  const intake = embeddedIntake({ ingester: ingesting, vault });
  return {
    intake,
    note: (events) => intake.record(events),
    conservation: () => intake.conservation(),
    fault: ingesting.fault,
    drain: () => intake.drain(),
  };
}

/** A producer is answered once the brokers have its event. @throws LineageError ERR_UNREACHABLE or ERR_CONFIGURATION. */
export async function collectOntoTopic(
  kafka: KafkaConfiguration,
  { ledger, vault, codec, wire, logger }: CollectingOptions & { readonly codec: EventCodec; readonly wire: WireFormat; readonly logger: Logger | null },
): Promise<Collecting> {
  const topic = await kafkaIntake({ kafka: clientOf(kafka, logger), wire, codec, topics: kafka.topics });
  const stream = sharedStream({ ledger, stream: collectorQuarantine, now: Date.now });
  const aside = keepAside({ stream, index: ledger, vault });
  return {
    intake: { submit: (events) => topic.submit(events), quarantine: (reports) => aside.quarantine(reports) },
    note: (events) => stream.record(events.map((event) => ({ ...event, stream: collectorQuarantine }))),
    conservation: () => aside.conservation(),
    fault: () => null,
    drain: () => topic.close(),
  };
}
