// What is published stays as it is, is safe to read and can evolve; the code's types are what the contracts say.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { incompatibilities } from '../../../services/adapters/avro/compatibility.ts';
import { generateEventTypes } from '../../../services/adapters/avro/generate-event-types.ts';
import { lintContract } from '../../../services/adapters/avro/schema-lint.ts';
import { contractsFolder, repository } from '../../support/repository-folders.ts';
import { contracts } from './contracts.ts';

const designed =
  'PersonalDataCollected PersonalDataShared PersonalDataUsed PersonalDataDeleted ConsentGranted ConsentWithdrawn NoticeShown RelationshipStarted RelationshipEnded ' +
  'RightsRequestReceived RightsRequestDecided DeletionRequested RecipientNotified RecipientAcknowledged RecipientRegistered RecipientChanged RecipientTerminated ' +
  'PiaApproved PolicyPublished IncidentDeclared IncidentGraded IncidentFiled IncidentClosed SubjectNotified LineageQueried';

describe('the published contracts', () => {
  test('are unchanged, each with its line in published.sha256', () => {
    const lines = readFileSync(join(repository, 'schemas', 'published.sha256'), 'utf8')
      .trimEnd()
      .split('\n');
    const published = Object.fromEntries(lines.map((line) => line.split('  ').toReversed()));
    const here = readdirSync(contractsFolder).map((file) => [
      `events/${file}`,
      createHash('sha256')
        .update(readFileSync(join(contractsFolder, file)))
        .digest('hex'),
    ]);
    expect(Object.fromEntries(here)).toEqual(published);
  });

  test('cover every event type of the design', () => {
    expect(contracts.map(({ name }) => name)).toEqual(expect.arrayContaining(designed.split(' ')));
  });

  test.each(contracts.map((contract) => [contract.file, contract] as const))('%s passes the linter', (file, { schema }) => {
    expect(lintContract(file, schema)).toEqual([]);
  });

  test('can all be read as each other, version by version', () => {
    expect(incompatibilities(contracts)).toEqual([]);
  });

  test('carry the same envelope', () => {
    const first = ['producer', 'sourceEventId', 'occurredAt'];
    expect(
      new Set(
        contracts.map(({ schema }) =>
          schema.fields
            .slice(0, 3)
            .map((field) => field.name)
            .join(' '),
        ),
      ),
    ).toEqual(new Set([first.join(' ')]));
    const shared = (field: string) =>
      new Set(contracts.flatMap(({ schema }) => schema.fields.filter(({ name }) => name === field).map((found) => JSON.stringify(found))));
    const common = [...first, 'correlationId', 'causedBy', 'policyVersion', 'clause', 'ageBand', 'disclosureClass', 'sealed', 'legalBasis'];
    expect(common.filter((field) => shared(field).size !== 1)).toEqual([]);
  });

  test('differ in fingerprint, by our digest and by Avro’s', () => {
    expect(new Set(contracts.map(({ fingerprint }) => fingerprint)).size).toBe(contracts.length);
    expect(new Set(contracts.map(({ rabin }) => rabin.toString('hex'))).size).toBe(contracts.length);
  });

  test('generate the types that are in the repository', () => {
    expect(readFileSync(join(repository, 'services/core/domain/events.ts'), 'utf8')).toBe(generateEventTypes(contracts));
  });
});
