// WHO of a command: a data subject id, or an identifier that the vault resolves.
import { LineageError } from '../core/domain/errors.ts';
import { identifierTypes } from '../core/domain/identifier.ts';
import { parseDataSubject } from '../core/domain/vocabulary.ts';
import type { SystemClient } from './system-client.ts';

/** The data subject of `5b0e…` or `mobile:138…`. The identifier goes into a request body only. @throws LineageError ERR_INPUT, ERR_NOT_FOUND. */
export async function dataSubjectOf(who: string, client: SystemClient): Promise<string> {
  const subject = parseDataSubject(who);
  if (subject) return subject;
  const colon = who.indexOf(':');
  const type = who.slice(0, Math.max(colon, 0));
  if (!identifierTypes.some((known) => known === type))
    throw new LineageError('ERR_INPUT', `WHO is a data subject id (a UUID), or ${identifierTypes.map((known) => `${known}:…`).join(', ')}`);
  const { dataSubjects } = (await client.post('/v1/data-subjects/search', { type, value: who.slice(colon + 1) })) as {
    readonly dataSubjects: readonly string[];
  };
  const [found] = dataSubjects;
  if (found === undefined) throw new LineageError('ERR_NOT_FOUND', `nobody is known by this ${type}: check it, or ask by data subject id`);
  return found;
}
