// Reports straight to the topic: accepted once all in-sync replicas have them; the ingester records them later.
import { toPrepared } from '../collector/collect.ts';
import { LineageError } from '../core/domain/errors.ts';
import type { EncodedEvent } from '../core/ports/event-codec.ts';
import { kafkaIntake, type KafkaIntakeOptions } from '../adapters/kafka/kafka-intake.ts';
import type { Delivered, Outgoing, Transport } from './transport.ts';

/** Connects. @throws LineageError ERR_UNREACHABLE or ERR_CONFIGURATION saying what to do. */
export async function overKafka(options: KafkaIntakeOptions): Promise<Transport> {
  const intake = await kafkaIntake(options);
  const deliver = async (batch: readonly Outgoing[]): Promise<Delivered> => {
    try {
      // Which ledger a person's events are for is decided by their partition, which the broker's clients choose by key.
      await intake.submit(batch.map(({ encoded }) => toPrepared(encoded as EncodedEvent, 1)));
      return { deliveries: batch.map(({ sourceEventId, eventId }) => ({ status: 'accepted', sourceEventId, eventId, warnings: [] })), fault: null };
    } catch (error) {
      const fault = error instanceof LineageError ? error : new LineageError('ERR_STORAGE', 'the topic could not be written', { cause: error });
      return { deliveries: [], fault };
    }
  };
  return { identifies: false, deliver, close: () => intake.close() };
}
