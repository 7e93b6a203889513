// The ledger contract on the double that unit tests use: what they prove holds for the real ones only as long as this passes.
import { describe } from 'vitest';
import { memoryLedger } from '../support/memory-ledger.ts';
import { ledgerContract } from './ledger.contract.ts';

describe('the double in memory', () => {
  ledgerContract(async () => {
    const ledger = memoryLedger();
    return { ledger, other: async () => ledger };
  });
});
