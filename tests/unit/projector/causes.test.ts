// What an event says it follows from must be in the ledger: what is not there is a hole that the person's answer names.
import { expect, test } from 'vitest';
import { openReadModelDialect } from '../../../services/adapters/sqlite/sqlite-read-model.ts';
import { sqlLineageQueries } from '../../../services/adapters/sql/sql-lineage-queries.ts';
import { sqlReadModel } from '../../../services/adapters/sql/sql-read-model.ts';
import { eventIdOf } from '../../../services/core/domain/event-id.ts';
import { projector } from '../../../services/projector/project.ts';
import * as build from '../../support/builders.ts';
import { recordedEvents } from '../../support/memory-projection.ts';
import { smallRegistry } from '../../support/small-registry.ts';

test('causes of this person or of another that are there are no hole; one that comes later closes it', async () => {
  const dialect = openReadModelDialect({ path: ':memory:' });
  const running = await projector({ readModel: sqlReadModel(dialect), codec: build.testCodec, registry: smallRegistry });
  const [own, foreign, absent] = ['own', 'foreign', 'absent'].map((id) => ({ ...build.collected(0), sourceEventId: id }));
  const idOf = (report: build.Fields | undefined): string => eventIdOf(String(report?.['producer']), String(report?.['sourceEventId']));
  const follows = build.shared(1, { causedBy: [own, foreign, absent, absent].map(idOf) });
  const missing = async (): Promise<readonly string[]> => (await sqlLineageQueries(dialect).person(build.ming)).missing;

  await running.project(recordedEvents([own!, { ...foreign, dataSubject: build.fang }, follows]));
  expect(await missing()).toEqual([idOf(absent)]);
  await running.project(recordedEvents([absent!], undefined, 3));
  expect(await missing()).toEqual([]);
  await dialect.close();
});
