// All invariants that can be checked on a data folder at rest, after the projection has caught up.
import { checkAcknowledged, checkContiguity, checkOnce, checkOrder, type Violations } from './check-ledger.ts';
import { checkAgainstOracle, checkAgainstRebuild, checkCaughtUp, checkRowCounts } from './check-projection.ts';
import { readLedgerFile } from './ledger-file.ts';

export interface Expectations {
  /** Ids of the events that a producer was told are recorded. */
  readonly acknowledged: Iterable<string>;
  /** The producer's own number of an event. */
  readonly numberOf: (sourceEventId: string) => number;
}

export type CheckName = 'acknowledged' | 'once' | 'order' | 'contiguity' | 'caughtUp' | 'oracle' | 'rowCounts' | 'rebuild';

/** I1 to I5, each with its violations; all empty is good. */
export async function checkDataFolder(data: string, { acknowledged, numberOf }: Expectations): Promise<Readonly<Record<CheckName, Violations>>> {
  const rows = readLedgerFile(data);
  return {
    acknowledged: checkAcknowledged(rows, acknowledged),
    once: checkOnce(data, rows),
    order: checkOrder(data, rows, numberOf),
    contiguity: checkContiguity(rows),
    caughtUp: checkCaughtUp(data, rows),
    oracle: checkAgainstOracle(data, rows),
    rowCounts: checkRowCounts(data, rows),
    rebuild: await checkAgainstRebuild(data, rows),
  };
}

/** What `checkDataFolder` answers when nothing is wrong. */
export const nothingWrong: Readonly<Record<CheckName, Violations>> = {
  acknowledged: [],
  once: [],
  order: [],
  contiguity: [],
  caughtUp: [],
  oracle: [],
  rowCounts: [],
  rebuild: [],
};
