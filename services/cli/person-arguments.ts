// WHO of a command: a data subject id, or an identifier that the vault resolves.
import { LineageError } from '../core/domain/errors.ts';
import { identifierTypes, parseIdentifier } from '../core/domain/identifier.ts';
import { parseDataSubject } from '../core/domain/vocabulary.ts';
import type { SystemClient } from './system-client.ts';

export type Who = { readonly subject: string } | { readonly type: string; readonly value: string };

/** `5b0e…` or `mobile:138…`, checked before anything is opened. @throws LineageError ERR_INPUT. */
export function parseWho(who: string): Who {
  const subject = parseDataSubject(who);
  if (subject) return { subject };
  const colon = who.indexOf(':');
  const [type, value] = [who.slice(0, Math.max(colon, 0)), who.slice(colon + 1)];
  if (!identifierTypes.some((known) => known === type))
    throw new LineageError('ERR_INPUT', `WHO is a data subject id (a UUID), or ${identifierTypes.map((known) => `${known}:…`).join(', ')}`);
  const identifier = parseIdentifier(type, value);
  if ('field' in identifier) throw new LineageError('ERR_INPUT', `WHO: expected ${identifier.expected}`);
  return { type, value };
}

/** The person's id. An identifier goes into a request body only. @throws LineageError ERR_NOT_FOUND when nobody is known by it. */
export async function dataSubjectOf(who: Who, client: SystemClient): Promise<string> {
  if ('subject' in who) return who.subject;
  const { dataSubjects } = (await client.post('/v1/data-subjects/search', who)) as { readonly dataSubjects: readonly string[] };
  const [found] = dataSubjects;
  if (found === undefined) throw new LineageError('ERR_NOT_FOUND', `nobody is known by this ${who.type}: check it, or ask by data subject id`);
  return found;
}
