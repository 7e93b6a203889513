// Producers that do not let go: people's events in order through the producer client, some sent again, some poison; every acknowledgement kept on disk.
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { producerClient, type ProducerClient } from '../../services/producer-client/producer-client.ts';
import type { Report } from '../../services/producer-client/report.ts';
import { randomSource } from '../support/random-source.ts';
import { randomWorld } from '../support/random-events.ts';
import type { Fleet } from './fleet.ts';

export interface Traffic {
  /** Ids of the events that were acknowledged. */
  readonly acknowledged: Set<string>;
  /** What was acknowledged and can be no event, as hex. */
  readonly poison: Set<string>;
  readonly counts: { sent: number; again: number; unknown: number };
  /** Sends one event and resolves with its id once it is accepted. */
  probe(): Promise<string>;
  /** Stops, once every event that was begun is acknowledged, or a minute later. @throws Error when the client refuses what it should take. */
  stop(): Promise<void>;
}

interface TrafficOptions {
  readonly seed: number;
  /** Between two pages of a producer. */
  readonly pauseMaxMs: number;
}

const people = { perWave: 12, events: 12 } as const;
const pageMax = 40;
/** What is not acknowledged so long after the last fault never will be. */
const stopMaxMs = 60_000;

export async function startTraffic({ edge, topics, folder, kafka }: Fleet, { seed, pauseMaxMs }: TrafficOptions): Promise<Traffic> {
  const brokers = `127.0.0.1:${edge('kafka').port}`;
  const clientOf = (producer: string): Promise<ProducerClient> =>
    // Patience is tried as well: what is given up is `unknown`, and sent again from there.
    producerClient({ producer, kafka: { KAFKA_BROKERS: brokers }, topics, giveUpMs: 15_000, driver: { requestTimeoutMs: 5_000 } });
  const [app, registers] = [await clientOf('app'), await clientOf('registers')];
  const acknowledged = new Set<string>();
  const poison = new Set<string>();
  const counts = { sent: 0, again: 0, unknown: 0 };
  const log = openSync(`${folder}/acked.log`, 'a');
  const random = randomSource(seed);
  const stopping = new AbortController();
  const abandoned = new AbortController();

  /** Sends in order until everything is acknowledged: after an unknown outcome again from there. */
  const sendAll = async (client: ProducerClient, reports: readonly Report[]): Promise<void> => {
    for (let next = 0; next < reports.length && !abandoned.signal.aborted;) {
      const deliveries = await Promise.all(reports.slice(next).map((report) => client.send(report)));
      const rejected = deliveries.find(({ status }) => status === 'rejected');
      if (rejected) throw new Error(`an event was refused: ${JSON.stringify(rejected)}`);
      const unknown = deliveries.findIndex(({ status }) => status === 'unknown');
      const through = unknown < 0 ? deliveries : deliveries.slice(0, unknown);
      const ids = through.flatMap((delivery) => ('eventId' in delivery && delivery.eventId !== null ? [delivery.eventId] : []));
      if (ids.length > 0) {
        writeSync(log, `${ids.join('\n')}\n`);
        fdatasyncSync(log);
      }
      for (const id of ids) acknowledged.add(id);
      next += through.length;
      if (unknown >= 0) counts.unknown += 1;
    }
    counts.sent += reports.length;
  };

  const peoplesEvents = async (): Promise<void> => {
    for (let wave = 0; !stopping.signal.aborted; wave += 1) {
      const world = randomWorld({ seed: seed * 1_000 + wave, people: people.perWave, events: people.events, disorder: 0.1 });
      // Each fact about a recipient has everybody judged again who was shared with it: all at first, then one now and then.
      await sendAll(registers, world.registers.slice(0, wave === 0 ? world.registers.length : wave % 5 === 0 ? 1 : 0) as unknown as readonly Report[]);
      const queues = [...world.people.values()].map((events) => [...events] as unknown as Report[]);
      let last: readonly Report[] = [];
      while (queues.length > 0 && !stopping.signal.aborted) {
        const page = Array.from({ length: 1 + random.below(pageMax) }, () => {
          const at = random.below(queues.length);
          const report = queues[at]?.shift();
          if (queues[at]?.length === 0) queues.splice(at, 1);
          return report;
        }).filter((report) => report !== undefined);
        await sendAll(app, page);
        if (random.chance(0.1)) {
          // A producer that crashed before it noted what was through.
          await sendAll(app, last);
          counts.again += last.length;
        }
        last = page;
        await delay(random.below(pauseMaxMs));
      }
    }
  };

  const bare = new kafkajs.Kafka({ brokers: [...kafka.brokers], logLevel: kafkajs.logLevel.NOTHING, requestTimeout: 5_000 }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await bare.connect();
  const badRecords = async (): Promise<void> => {
    const marks = [Buffer.from([0xc3, 0x01]), Buffer.from([0, 0, 0, 0, 9]), Buffer.from('poison')];
    while (!stopping.signal.aborted) {
      const value = Buffer.concat([random.pick(marks), randomBytes(24)]);
      const sent = await bare.send({ topic: topics.events, acks: -1, messages: [{ key: random.uuid(), value }] }).catch(() => null);
      if (sent !== null) poison.add(value.toString('hex'));
      await delay(300 + random.below(1_500));
    }
  };

  const running = Promise.all([peoplesEvents(), badRecords()]);
  running.catch(() => stopping.abort());
  let probes = 0;
  return {
    acknowledged,
    poison,
    counts,
    probe: async () => {
      const sourceEventId = `${seed}.probe-${(probes += 1)}`;
      const report: Report = { type: 'NoticeShown', sourceEventId, dataSubject: random.uuid(), occurredAt: new Date().toISOString(), notice: 'n-1' };
      for (;;) {
        const delivery = await app.send(report);
        if (delivery.status === 'rejected') throw new Error(JSON.stringify(delivery));
        if (delivery.status === 'unknown') continue;
        acknowledged.add(delivery.eventId);
        return delivery.eventId;
      }
    },
    stop: async () => {
      stopping.abort();
      const abandon = setTimeout(() => abandoned.abort(), stopMaxMs);
      await running;
      clearTimeout(abandon);
      await Promise.all([app.close(), registers.close(), bare.disconnect()]);
      closeSync(log);
    },
  };
}
