// kill -9 of an ingester process, again and again at random moments, while a producer goes on sending: nothing lost, nothing doubled.
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import { randomSource } from '../support/random-source.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { bareProducer, newGroup, newTopic, onKafka } from './on-kafka.ts';
import { eventsOf, quarantineOf, recordOf, startIngester, streamOf, until } from './topic-under-test.ts';

const kills = 8;
const seed = 20_261;

onKafka('an ingester that is killed', (server) => {
  test(`${kills} times, seed ${seed}`, async () => {
    const topic = await newTopic(server);
    const [path, random, sent, producer] = [join(scratchFolder(), 'ledger.db'), randomSource(seed), eventsOf(6_000), await bareProducer(server)];
    let poison = 0;
    let killing = true;
    let at = 0;
    const sending = (async () => {
      for (; at < sent.length; at += 20) {
        const more = random.chance(0.1) ? [{ key: 'nobody', value: `poison ${(poison += 1)}` }] : [];
        // A producer that has no answer sends again.
        for (const _ of random.chance(0.1) ? [1, 2] : [1]) await producer.send({ topic, messages: [...sent.slice(at, at + 20).map(recordOf), ...more] });
        if (killing) await delay(40);
      }
    })();
    let appendedBeforeDeath = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'ingester-process.ts'), server.brokers.join(), topic, newGroup(server), path], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const dead = once(child, 'exit');
      await Promise.race([once(child.stdout, 'data'), dead]);
      appendedBeforeDeath += child.exitCode === null ? 1 : 0;
      await delay(random.below(120));
      child.kill('SIGKILL');
      await dead;
    }
    killing = false;
    await sending;
    const ledger = sqliteLedger({ path });
    const running = await startIngester(server, { topic, groupId: newGroup(server), ledger });
    await until('all are there', async () => (await streamOf(ledger, 'ledger-0')).length >= sent.length);
    await until('all poison is aside', async () => (await streamOf(ledger, 'quarantine-0')).length >= poison);
    await running.stop();
    expect(appendedBeforeDeath).toBe(kills);
    expect((await streamOf(ledger, 'ledger-0')).map(({ eventId }) => eventId)).toEqual(sent.map(({ eventId }) => eventId));
    const kept = (await quarantineOf(ledger, 'quarantine-0')).map(({ raw }) => raw.toString());
    expect(kept).toEqual(Array.from({ length: poison }, (_, n) => `poison ${n + 1}`));
    await ledger.close();
  });
});
