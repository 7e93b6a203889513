// The contracts of the repository and a codec over them, with a clock that stands still.
import { codecOf } from '../../../services/adapters/avro/event-codec.ts';
import { contractOf, loadContracts, type AvroField, type AvroRecord, type Contract } from '../../../services/adapters/avro/contracts.ts';
import { contractsFolder } from '../../support/repository-folders.ts';

export const now = Date.parse('2026-11-24T12:00:00+08:00');
export const contracts = loadContracts(contractsFolder);
export const codec = codecOf(contracts, () => now);

export function contractNamed(name: string): Contract {
  const found = contracts.find((contract) => contract.name === name);
  if (!found) throw new Error(`no contract ${name}`);
  return found;
}

/** A version of a contract that nobody published, changed by `change`. */
export function versionOf(older: Contract, version: number, change: (fields: AvroField[]) => void): Contract {
  const schema = structuredClone(older.schema) as AvroRecord & { fields: AvroField[] };
  change(schema.fields);
  return contractOf(older.file.replace(/v\d+/, `v${version}`), schema);
}

export const share = {
  type: 'PersonalDataShared',
  producer: 'card-service',
  sourceEventId: 'c-77120-1',
  dataSubject: '5b0e7c52-3f0a-4a57-9d5e-0b7a3c1d2e4f',
  occurredAt: '2025-09-03T10:15:00+08:00',
  items: ['recipient_name', 'mobile_number'],
  purpose: 'parcel-tracking',
  legalBasis: '13-1',
  recipient: 'kuaidi100',
  mode: 'provided',
};
