// One projector at a time, and tables that are swapped under it: who led may die, who waits takes over, who wrote into the old tables notices.
import { expect, onTestFinished, test } from 'vitest';
import { swapSchemas } from '../../services/adapters/postgres/postgres-generations.ts';
import { leadership } from '../../services/adapters/postgres/postgres-leadership.ts';
import { openPostgresReadModel } from '../../services/adapters/postgres/postgres-read-model.ts';
import { sqlReadModel } from '../../services/adapters/sql/sql-read-model.ts';
import { ledgerOf } from '../../services/core/domain/stream-names.ts';
import { changeSet } from '../../services/projector/changes.ts';
import { bareClient, newSchema, onPostgres } from '../support/servers/on-postgres.ts';

const never = new AbortController().signal;
const empty = changeSet().done();
const to = (revision: number) => ({ revision: BigInt(revision), digest: 'd'.repeat(64), events: BigInt(revision + 1) });

onPostgres('generations of a read model', (server) => {
  const place = () => ({ url: server.url, schema: newSchema(server), applicationName: 'suyuan-test' });
  const open = async (options: ReturnType<typeof place>) => {
    const readModel = sqlReadModel(await openPostgresReadModel(options));
    onTestFinished(() => readModel.close());
    return readModel;
  };

  test('one leads, another waits and is told so; it takes over when the first one dies, which that one hears of', async () => {
    const options = { ...place(), applicationName: `suyuan-${newSchema(server)}`.slice(0, 60) };
    const first = await leadership(options, never);
    let waiting = false;
    const second = leadership({ ...options, applicationName: 'suyuan-second' }, never, () => (waiting = true));
    await expect.poll(() => waiting).toBe(true);
    const bare = await bareClient(server.url);
    await bare.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [options.applicationName]);
    const taken = await second;
    await expect(first?.lost).rejects.toMatchObject({ code: 'ERR_LOCKED', retriable: true });
    await first?.release();
    await taken?.release();
  });

  test('who waits can be told to stop; another schema is led by another', async () => {
    const options = place();
    const first = await leadership(options, never);
    expect(await leadership(options, AbortSignal.timeout(100))).toBeNull();
    const other = await leadership(place(), never);
    await first?.release();
    await other?.release();
    const again = await leadership(options, never);
    await again?.release();
  });

  test('after a swap answers come from the new tables, and who wrote into the old ones is stopped before it writes', async () => {
    const live = place();
    const next = { ...live, schema: `${live.schema}_next` };
    const [writer, rebuilt] = [await open(live), await open(next)];
    await writer.checkpoints();
    expect(await writer.commit(ledgerOf(0), null, to(3), empty)).toEqual({ outcome: 'committed' });
    await rebuilt.commit(ledgerOf(0), null, to(2), empty);
    await swapSchemas(live);
    await expect(writer.commit(ledgerOf(0), 3n, to(4), empty)).rejects.toMatchObject({ code: 'ERR_LOCKED' });
    await expect(writer.checkpoints()).rejects.toMatchObject({ code: 'ERR_LOCKED' });
    const anew = await open(live);
    expect((await anew.checkpoints()).get(ledgerOf(0))).toEqual(to(2));
    expect(await anew.commit(ledgerOf(0), 2n, to(4), empty)).toEqual({ outcome: 'committed' });
    // Once more: what was the live one is the previous one, and that one goes.
    await open(next);
    await swapSchemas(live);
    expect((await (await open(live)).checkpoints()).size).toBe(0);
  });
});
