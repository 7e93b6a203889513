// Reports that the published contracts and the policy in force accept, to be spoiled one field at a time.
import { randomUUID } from 'node:crypto';

export type Fields = Readonly<Record<string, unknown>>;

let made = 0;

/** A share of a mobile number with a parcel service, about a new person unless `fields` say otherwise. */
export function validShare(fields: Fields = {}): Fields {
  made += 1;
  return {
    type: 'PersonalDataShared',
    producer: 'card-service',
    sourceEventId: `bad-input-${made}`,
    dataSubject: randomUUID(),
    occurredAt: '2025-09-03T10:15:00+08:00',
    policyVersion: 'webank-app/8.8',
    clause: '4.2.16',
    items: ['mobile_number'],
    purpose: 'parcel-tracking',
    legalBasis: '13-1',
    recipient: 'kuaidi100',
    mode: 'provided',
    ...fields,
  };
}

/** A report without one of its fields. */
export const without = (field: string, report: Fields): Fields => Object.fromEntries(Object.entries(report).filter(([key]) => key !== field));
