// The ledger contract on SQLite, and what only a file can show.
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sqliteLedger } from '../../services/adapters/sqlite/sqlite-ledger.ts';
import type { EventId, StreamName } from '../../services/core/domain/vocabulary.ts';
import type { Ledger } from '../../services/core/ports/ledger.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { ledgerContract } from './ledger.contract.ts';

const closing = <L extends Ledger>(ledger: L): L => {
  onTestFinished(() => ledger.close());
  return ledger;
};

describe('SQLite', () => {
  ledgerContract(async () => {
    const path = join(scratchFolder(), 'ledger.db');
    return { ledger: closing(sqliteLedger({ path })), other: async () => closing(sqliteLedger({ path })) };
  });

  test('is still there when it is opened again, and finds events by id', async () => {
    const path = join(scratchFolder(), 'ledger.db');
    const stream = 'ledger-0' as StreamName;
    const eventId = '01234567-89ab-8000-8000-000000000001' as EventId;
    const first = sqliteLedger({ path });
    await first.append(stream, 'no-stream', [{ eventId, type: 'T', data: Buffer.from('x'), metadata: { schema: 's', recordedAt: 5 } }]);
    await first.close();
    const again = closing(sqliteLedger({ path, readOnly: true }));
    expect((await again.find([eventId])).get(eventId)).toMatchObject({ stream, revision: 0n, recordedAt: 5 });
    expect(await again.find(['00000000-0000-8000-8000-000000000000' as EventId])).toEqual(new Map());
  });

  test('an append that cannot be written is an unknown outcome, not an error', async () => {
    const path = join(scratchFolder(), 'ledger.db');
    closing(sqliteLedger({ path }));
    const reader = closing(sqliteLedger({ path, readOnly: true }));
    const eventId = '00000000-0000-8000-8000-000000000001' as EventId;
    const outcome = await reader.append('ledger-0' as StreamName, 'no-stream', [
      { eventId, type: 'T', data: Buffer.from('x'), metadata: { schema: 's', recordedAt: 5 } },
    ]);
    expect(outcome.outcome).toBe('unknown');
  });
});
