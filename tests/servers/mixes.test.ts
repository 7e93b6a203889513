// Any mix of embedded and server adapters is the same system: a report gets in, its receipt is found, the answer is complete, a stop is clean.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configuration } from '../../services/cli/configuration.ts';
import { listen } from '../../services/cli/open-system.ts';
import { startSystem } from '../../services/cli/system/system.ts';
import { command } from '../support/command.ts';
import { askAt, type Answer } from '../support/running-system.ts';
import { scratchFolder, sharedScratchFolder } from '../support/scratch-folder.ts';
import { validShare } from '../support/valid-reports.ts';
import { onServers, placeOnServers, type OnServers } from './all-servers.ts';

type Part = 'KAFKA' | 'EVENTSTORE' | 'DATABASE' | 'VAULT';

const mixes: readonly (readonly Part[])[] = [
  ['KAFKA'],
  ['EVENTSTORE'],
  ['DATABASE'],
  ['VAULT'],
  ['KAFKA', 'DATABASE', 'VAULT'],
  ['EVENTSTORE', 'DATABASE'],
  ['KAFKA', 'EVENTSTORE', 'DATABASE', 'VAULT'],
];

onServers('serve on a mix', () => {
  const folder = sharedScratchFolder();
  let places: OnServers[] = [];
  beforeAll(async () => {
    places = await Promise.all(mixes.map((_, n) => placeOnServers(made(join(folder, String(n))), 2)));
  });
  afterAll(async () => {
    await Promise.all(places.map((place) => place.stop()));
  });

  test.each(mixes.map((mix, n) => [mix.join(' + '), n] as const))('%s', async (_name, n) => {
    const mix = mixes[n] as readonly Part[];
    const wanted = Object.entries((places[n] as OnServers).environment).filter(
      ([name]) => name === 'ALLOW_INSECURE' || mix.some((part) => name.startsWith(part)),
    );
    const data = join(scratchFolder(), 'data');
    const config = configuration({ data, port: '0' }, { ...Object.fromEntries(wanted), SAMPLE: '0' });
    const system = await startSystem(config, null);
    try {
      const url = await listen(system, config);
      const share = validShare();
      const sent = await post(url, share);
      expect(sent.json).toMatchObject({ status: mix.includes('KAFKA') ? 'accepted' : 'recorded' });
      const { eventId } = sent.json as { readonly eventId: string };
      const receipt = await eventually(
        () => askAt(url, `/v1/events/${eventId}`),
        ({ status }) => status === 200,
      );
      expect(receipt.json).toMatchObject({ eventId, status: 'recorded', ledger: expect.stringMatching(/^ledger-\d+$/), revision: '0' });
      const headers = { 'suyuan-purpose': 'test', 'suyuan-case': 'test' };
      const lineageOf = (): Promise<Answer> => askAt(url, `/v1/data-subjects/${String(share['dataSubject'])}/lineage`, { headers });
      // Its projector may still be starting.
      const lineage = await eventually(lineageOf, isComplete);
      expect(lineage.json).toMatchObject({ complete: true, flows: [{ eventId }] });
      const again = await post(url, share);
      expect(again.json).toMatchObject({ status: mix.includes('KAFKA') ? 'accepted' : 'duplicate' });
      const poison = await post(url, { ...share, sourceEventId: 'other', items: [] }, '?invalid=quarantine');
      expect(poison.json).toMatchObject({ code: 'ERR_EVENT', entry: expect.any(String) });
      const kept = await eventually(lineageOf, (answer) => !isComplete(answer));
      expect(kept.json).toMatchObject({ incompleteBecause: [{ reason: 'quarantine' }] });
    } finally {
      await system.close();
    }
  });
});

test.each([
  ['KAFKA_BROKERS', '127.0.0.1:1'],
  ['EVENTSTORE_URL', 'esdb://user:secret@127.0.0.1:1?tls=false'],
  ['DATABASE_URL', 'postgres://user:secret@127.0.0.1:1/lineage'],
  ['VAULT_DATABASE_URL', 'postgres://user:secret@127.0.0.1:1/vault'],
])('a server of %s that does not answer: exit 3, and no secret is told', async (name, value) => {
  const { code, stderr } = await command(['serve', '--data', join(scratchFolder(), 'data')], { [name]: value, ALLOW_INSECURE: 'true' });
  expect([code, stderr]).toEqual([3, expect.stringMatching(/^suyuan: /m)]);
  expect(stderr).not.toContain('secret');
});

test('a start that fails late leaves nothing open: the folder is free, and the next start works', async () => {
  const data = join(scratchFolder(), 'data');
  const config = configuration({ data, port: '0' }, { SAMPLE: '0' });
  const away = configuration({ data, port: '0' }, { SAMPLE: '0', KAFKA_BROKERS: '127.0.0.1:1' });
  const handles = process.getActiveResourcesInfo().length;
  for (let start = 0; start < 3; start += 1) await expect(startSystem(away, null)).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
  await expect.poll(() => process.getActiveResourcesInfo().length).toBeLessThanOrEqual(handles + 2);
  const system = await startSystem(config, null);
  await system.close();
});

test('a role of its own says which servers it needs: exit 2', async () => {
  const { code, stderr } = await command(['ingester'], { KAFKA_BROKERS: '127.0.0.1:1' });
  expect([code, stderr]).toEqual([2, expect.stringContaining('ingester as a process of its own needs EVENTSTORE_URL, VAULT_DATABASE_URL')]);
});

const post = (url: string, body: unknown, query = ''): Promise<Answer> =>
  askAt(url, `/v1/events${query}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const isComplete = ({ json }: Answer): boolean => (json as { readonly complete?: boolean }).complete === true;

/** The first answer that is as wanted, or the last one. */
async function eventually(ask: () => Promise<Answer>, wanted: (answer: Answer) => boolean): Promise<Answer> {
  for (const deadline = Date.now() + 60_000; ; await delay(100)) {
    const answer = await ask();
    if (wanted(answer) || Date.now() > deadline) return answer;
  }
}

function made(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}
