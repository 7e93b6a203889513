// The read-model contract on SQLite.
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { sqliteReadModel } from '../../services/adapters/sqlite/sqlite-read-model.ts';
import type { ReadModel } from '../../services/core/ports/read-model.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { readModelContract } from './read-model.contract.ts';

const closing = (readModel: ReadModel): ReadModel => {
  onTestFinished(() => readModel.close());
  return readModel;
};

describe('SQLite', () => {
  readModelContract(async () => {
    const path = join(scratchFolder(), 'read-model.db');
    return { readModel: closing(sqliteReadModel({ path })), other: async () => closing(sqliteReadModel({ path })) };
  });
});
