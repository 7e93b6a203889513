// An event that comes again is one event; with other content it is a conflict that the person's answer shows.
import { describe, expect, test } from 'vitest';
import { openReadModelDialect } from '../../../services/adapters/sqlite/sqlite-read-model.ts';
import { sqlLineageQueries } from '../../../services/adapters/sql/sql-lineage-queries.ts';
import { sqlReadModel } from '../../../services/adapters/sql/sql-read-model.ts';
import { projector } from '../../../services/projector/project.ts';
import { contentHashes, takeOnce } from '../../../services/projector/take-once.ts';
import * as build from '../../support/builders.ts';
import { recordedEvents } from '../../support/memory-projection.ts';
import { smallRegistry } from '../../support/small-registry.ts';

const said = { ...build.collected(0), sourceEventId: 'a-1' };
const other = { ...build.collected(0, { product: 'loan' }), sourceEventId: 'a-1' };

describe('within a batch and across batches', () => {
  test.each([
    ['the same again', [said, said], 1, 0],
    ['other content under the same id', [said, other], 1, 1],
    ['other content, then the first again', [said, other, said], 1, 1],
  ])('%s', (_name, reports, fresh, conflicts) => {
    const events = recordedEvents(reports);
    const taken = takeOnce(events, contentHashes(events), new Map());
    expect([taken.fresh.length, taken.conflicts.length]).toEqual([fresh, conflicts]);
  });

  test('a conflict with an earlier batch makes the answer about that person incomplete, and changes nothing else', async () => {
    const dialect = openReadModelDialect({ path: ':memory:' });
    const running = await projector({ readModel: sqlReadModel(dialect), codec: build.testCodec, registry: smallRegistry });
    await running.project(recordedEvents([said]));
    await running.project(recordedEvents([said, other], undefined, 1));
    const record = await sqlLineageQueries(dialect).person(build.ming);
    expect(record.events).toHaveLength(1);
    expect(record.quarantined).toEqual([expect.objectContaining({ entry: record.events[0]?.eventId, reason: 'conflict' })]);
    await dialect.close();
  });
});
