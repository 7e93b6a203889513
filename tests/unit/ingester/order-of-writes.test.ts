// Quarantine is written before the ledger: the ledger's last offset says how far a partition was taken, so a death between the two may leave nothing behind it.
import { expect, test } from 'vitest';
import { loadContracts } from '../../../services/adapters/avro/contracts.ts';
import { singleObjectEncoding } from '../../../services/adapters/kafka/single-object.ts';
import { LineageError } from '../../../services/core/domain/errors.ts';
import { ledgerOf, quarantineOf } from '../../../services/core/domain/stream-names.ts';
import type { StreamName } from '../../../services/core/domain/vocabulary.ts';
import type { EventIndex, Ledger } from '../../../services/core/ports/ledger.ts';
import type { TopicRecord } from '../../../services/core/ports/intake-topic.ts';
import { topicIngester } from '../../../services/ingester/ingest-topic.ts';
import { collected, ming, prepared, testCodec } from '../../support/builders.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';
import { memoryVault } from '../../support/memory-vault.ts';
import { contractsFolder } from '../../support/repository-folders.ts';

const wire = singleObjectEncoding(loadContracts(contractsFolder));
const bounds = { low: 0n, high: 5n, committed: null };
const ingesterOn = (ledger: Ledger & EventIndex) =>
  topicIngester({ topic: 't', carries: 'people', ledger, vault: memoryVault(), codec: testCodec, wire, now: Date.now });

/** Event, poison, event, poison, event. */
const records = Array.from({ length: 5 }, (_, n): TopicRecord => {
  const { schema, bytes } = prepared(collected(n));
  return { offset: BigInt(n), key: Buffer.from(ming), value: n % 2 === 0 ? wire.wrap(schema, bytes) : Buffer.from(`poison ${n}`) };
});

/** Dies after so many appends: whatever comes then is never answered with a success. */
function dyingAfter(appends: number, ledger: Ledger & EventIndex): Ledger & EventIndex {
  let left = appends;
  const append: Ledger['append'] = async (...call) => {
    left -= 1;
    if (left < 0) throw new LineageError('ERR_INVARIANT', 'died here');
    return ledger.append(...call);
  };
  return { ...ledger, append };
}

const idsOf = async (ledger: Ledger, stream: StreamName): Promise<readonly string[]> => (await ledger.readLast(stream, 100)).map(({ eventId }) => eventId);

test.each([0, 1, 2])('a death after %i appends: the next ingester takes the rest, each once', async (appends) => {
  const whole = memoryLedger();
  const undisturbed = ingesterOn(whole);
  await undisturbed.resume(0, bounds);
  await undisturbed.take(0, records);

  const ledger = memoryLedger();
  const dying = ingesterOn(dyingAfter(appends, ledger));
  expect(await dying.resume(0, bounds)).toBe(0n);
  await dying.take(0, records).catch(() => {});
  const next = ingesterOn(ledger);
  const from = await next.resume(0, bounds);
  await next.take(0, records.slice(Number(from)));

  for (const stream of [ledgerOf(0), quarantineOf(ledgerOf(0))]) expect(await idsOf(ledger, stream)).toEqual(await idsOf(whole, stream));
  expect(await idsOf(ledger, quarantineOf(ledgerOf(0)))).toHaveLength(2);
});
