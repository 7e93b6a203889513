// Whom the adapter shows itself as: user and password on every call over TLS, none of them without; a refusal is told as one. On the wire double.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, test, type TestContext } from 'vitest';
import { eventStoreDbLedger } from '../../services/adapters/eventstoredb/eventstoredb-ledger.ts';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { Ledger, LedgerEvent } from '../../services/core/ports/ledger.ts';
import { startDouble, type EventStoreDbDouble } from '../support/eventstoredb-double/double.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { selfSigned } from './self-signed.ts';
import { needsDouble, realServer, serverName } from './server-name.ts';

const stream = 'ledger-0' as StreamName;
const event = (): LedgerEvent => ({ eventId: randomUUID() as EventId, type: 'T', data: Buffer.from('data'), metadata: { schema: 's', recordedAt: 1 } });

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** A double over TLS that serves one user only, and ledgers on it. */
async function secured(context: TestContext): Promise<{ double: EventStoreDbDouble; open: (user: string, settings?: string) => Ledger; file: string }> {
  const folder = scratchFolder();
  const tls = selfSigned(folder);
  if (!tls) return context.skip('SKIPPED: no openssl on this machine to make a certificate with');
  const double = await startDouble({ path: join(folder, 'double.log'), tls, user: { name: 'ledger', password: 'p:w' } });
  endings.push(() => double.kill());
  const open = (user: string, settings = `?tlsCAFile=${encodeURIComponent(tls.file)}`): Ledger => {
    const ledger = eventStoreDbLedger({ url: double.url.replace('//', `//${user}@`) + settings, callTimeoutMs: 2_000 });
    endings.push(() => ledger.close());
    return ledger;
  };
  return { double, open, file: tls.file };
}

describe.skipIf(realServer)(`over TLS: ${serverName}${needsDouble}`, () => {
  test('the user of the connection string is served: append, read, follow, list', async (context) => {
    const { open } = await secured(context);
    const ledger = open('ledger:p%3Aw');
    expect(await ledger.append(stream, 'no-stream', [event()])).toEqual({ outcome: 'appended', revision: 0n });
    expect(await ledger.readLast(stream, 1)).toHaveLength(1);
    expect(await ledger.streams()).toEqual([stream]);
    const stop = new AbortController();
    const revisions: bigint[] = [];
    for await (const batch of ledger.subscribe(stream, 'start', { signal: stop.signal })) {
      revisions.push(...batch.map(({ revision }) => revision));
      if (revisions.length === 1) await ledger.append(stream, 0n, [event()]);
      else stop.abort();
    }
    expect(revisions).toEqual([0n, 1n]);
  });

  test('another is refused, and told what to check: no retries, no endless subscription', async (context) => {
    const { open } = await secured(context);
    const ledger = open('ledger:wrong');
    const refusal = { code: 'ERR_STORAGE', retriable: false, message: expect.stringMatching(/check user and password/) as string };
    expect(await ledger.append(stream, 0n, [event()])).toMatchObject({ outcome: 'unknown', cause: refusal });
    await expect(ledger.readLast(stream, 1)).rejects.toMatchObject(refusal);
    const following = ledger.subscribe(stream, 'start', { signal: new AbortController().signal })[Symbol.asyncIterator]();
    await expect(following.next()).rejects.toMatchObject(refusal);
  });

  test('a certificate that nobody vouches for is not believed', async (context) => {
    const { open } = await secured(context);
    const ledger = open('ledger:p%3Aw', '?tlsVerifyCert=false');
    await expect(ledger.readLast(stream, 1)).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
  });
});

describe.skipIf(realServer)(`several hosts: ${serverName}${needsDouble}`, () => {
  test('the leader is found by gossip, whichever host is asked first', async () => {
    const double = await startDouble({ path: join(scratchFolder(), 'double.log') });
    endings.push(() => double.kill());
    const url = `esdb://127.0.0.1:1,127.0.0.1:${double.port}?tls=false`;
    const ledger = eventStoreDbLedger({ url, allowInsecure: true });
    endings.push(() => ledger.close());
    expect(await ledger.append(stream, 'no-stream', [event()])).toEqual({ outcome: 'appended', revision: 0n });
  });
});
