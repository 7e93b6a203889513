// Reports are typed by the contracts: what a contract requires, allows and refuses, the compiler says before anything runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadContracts } from '../../../services/adapters/avro/contracts.ts';
import { generateReportFields } from '../../../services/adapters/avro/generate-report-fields.ts';
import { checkReport } from '../../../services/producer-client/check-report.ts';
import type { Report } from '../../../services/producer-client/report.ts';
import { testCodec } from '../../support/builders.ts';
import { contractsFolder, repository } from '../../support/repository-folders.ts';

const occurredAt = '2025-09-03T10:15:00+08:00';
const person = { dataSubject: '11111111-1111-4111-8111-111111111111' } as const;
const byNumber = { identifier: { type: 'mobile', value: '13800000000' } } as const;
const use = { type: 'PersonalDataUsed', sourceEventId: 'u-1', occurredAt, items: ['mobile_number'], purpose: 'login', legalBasis: '13-1' } as const;
const recipient = {
  type: 'RecipientRegistered',
  sourceEventId: 'r-1',
  occurredAt,
  recipient: 'kuaidi100',
  recipientClass: 'logistics',
  role: 'handler',
} as const;

const problemsOf = (report: Report, identifies = true): readonly string[] => {
  const checked = checkReport({ ...report, producer: 'card-service' }, { codec: testCodec, identifies });
  return checked.ok ? [] : checked.problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
};

test('the required fields in the repository are those of the contracts', () => {
  expect(readFileSync(join(repository, 'services/producer-client/contract-fields.ts'), 'utf8')).toBe(generateReportFields(loadContracts(contractsFolder)));
});

describe('compiler and contract agree on', () => {
  test('what is whole', () => {
    expect(problemsOf({ ...use, ...person })).toEqual([]);
    expect(problemsOf({ ...use, ...byNumber, references: [{ kind: 'device-id', value: 'd-1' }] })).toEqual([]);
    expect(problemsOf({ ...use, ...person, clause: null, causedBy: [], actor: undefined })).toEqual([]);
    expect(problemsOf({ ...recipient, legalName: 'Parcel (invented)', contractValidUntil: occurredAt })).toEqual([]);
  });

  test('what is missing, unknown or wrong', () => {
    // @ts-expect-error -- nobody is named
    expect(problemsOf({ ...use })).toEqual(['/dataSubject required']);
    // @ts-expect-error -- twice the person
    expect(problemsOf({ ...use, ...person, ...byNumber })).toEqual(['/identifier either']);
    // @ts-expect-error -- the legal name is required
    expect(problemsOf({ ...recipient })).toEqual(['/legalName required']);
    // @ts-expect-error -- no such field
    expect(problemsOf({ ...use, ...person, nickname: 'x' })).toEqual(['/nickname unknown-field']);
    // @ts-expect-error -- no such basis
    expect(problemsOf({ ...use, ...person, legalBasis: '13-8' })).toEqual(['/legalBasis enum']);
    // @ts-expect-error -- milliseconds are no RFC 3339
    expect(problemsOf({ ...use, ...person, occurredAt: 0 })).toEqual(['/occurredAt instant']);
    // @ts-expect-error -- registers are about nobody
    expect(problemsOf({ ...recipient, legalName: 'x', identifier: byNumber.identifier })).not.toEqual([]);
  });
});

test('on a topic nobody resolves an identifier or seals a reference: both are refused, and what is allowed is said', () => {
  expect(problemsOf({ ...use, ...byNumber }, false)).toEqual(['/identifier http-only']);
  expect(problemsOf({ ...use, ...person, references: [{ kind: 'order-no', value: 'A-1' }] }, false)).toEqual(['/references http-only']);
  expect(problemsOf({ ...use, ...person }, false)).toEqual([]);
});

test('a date of JavaScript is the instant that JSON makes of it', () => {
  const checked = checkReport({ ...use, ...person, producer: 'p', occurredAt: new Date(0) }, { codec: testCodec, identifies: false });
  expect(checked.ok && checked.outgoing.encoded?.event.occurredAt).toBe(0);
});
