// What requests say of themselves, checked field by field: moments, spans, pages, purpose and case.
import type { FastifyRequest } from 'fastify';
import { LineageError } from '../../core/domain/errors.ts';
import { parseInstant } from '../../core/domain/instants.ts';
import { dayForm, instantForm, parseDay, parseMoment } from '../../core/domain/moments.ts';
import { holdsPersonalValue } from '../../core/domain/personal-values.ts';
import { parseDataSubject, type DataSubject, type Instant } from '../../core/domain/vocabulary.ts';

/** Schema of a parameter that is checked by its meaning, not by its form. */
export const text = { type: 'string', minLength: 1, maxLength: 128 } as const;

/** Schema of a page of a list. */
export const paging = { cursor: { type: 'string', maxLength: 1024 }, limit: { type: 'string', pattern: '^[0-9]{1,3}$' } } as const;

const pageMax = 200;
export const limitOf = (limit: string | undefined): number => Math.min(Math.max(Number(limit ?? 100), 1), pageMax);

/** The error that names a field, the rule it breaks and what was expected; never the value. */
export const refusal = (field: string, rule: string, expected: string): LineageError =>
  new LineageError('ERR_INPUT', `${field} cannot be taken as it is`, { details: { problems: [{ pointer: `/${field}`, rule, expected }] } });

/** A + that was not escaped arrives as a space; no moment holds a space otherwise. */
const unspaced = (value: string): string => value.replace(' ', '+');

function parsed<T>(field: string, value: string | undefined, parse: (text: string) => T | null, rule: string, expected: string): T | null {
  if (value === undefined) return null;
  const found = parse(unspaced(value));
  if (found === null) throw refusal(field, rule, expected);
  return found;
}

/** A parameter as an instant; null when it is not given. @throws LineageError ERR_INPUT. */
export const instantOf = (field: string, value: string | undefined): Instant | null => parsed(field, value, parseInstant, 'instant', instantForm);

interface Span {
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** `from` and `to` as days or instants, both inclusive. @throws LineageError ERR_INPUT, also when the first is after the last. */
export function spanOf({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): Span {
  const form = `${dayForm}, or ${instantForm}`;
  return inOrder({
    from: parsed('from', from, (value) => parseMoment(value, 'beginning'), 'moment', form),
    to: parsed('to', to, (value) => parseMoment(value, 'end'), 'moment', form),
  });
}

/** Checks that `from` and `to` are calendar days in order. @throws LineageError ERR_INPUT. */
export function checkDays({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): void {
  inOrder({ from: parsed('from', from, parseDay, 'calendar-day', dayForm), to: parsed('to', to, parseDay, 'calendar-day', dayForm) });
}

function inOrder(span: Span): Span {
  if (span.from !== null && span.to !== null && span.from > span.to) throw refusal('to', 'order', 'a moment that is not before from');
  return span;
}

/** The person of a path. @throws LineageError ERR_INPUT. */
export function subjectOf(field: string, id: string): DataSubject {
  const subject = parseDataSubject(id);
  if (!subject) throw refusal(field, 'uuid', 'the UUID of a data subject; POST /v1/data-subjects/search finds it by an identifier');
  return subject;
}

export interface StatedPurpose {
  readonly purpose: string;
  readonly caseId: string | null;
}

/** Purpose and case that every look at one person must state (interfaces.md 4). @throws LineageError ERR_INPUT naming each header that is missing or wrong. */
export function statedPurpose(request: FastifyRequest): StatedPurpose {
  const { purpose, caseId } = stated(request);
  const problems = [
    ...(purpose === null ? [missing('suyuan-purpose', 'why you look at this person: a code such as audit')] : []),
    ...(caseId === null ? [missing('suyuan-case', 'the case, ticket or request that it belongs to, such as C-7')] : []),
  ];
  if (purpose === null || problems.length > 0)
    throw new LineageError(
      'ERR_INPUT',
      'a look at a person states its purpose and its case (headers Suyuan-Purpose and Suyuan-Case): both go into the audit trail',
      {
        details: { problems },
      },
    );
  return { purpose, caseId };
}

/** Of a work list, which is about many: the list is a purpose of its own where none is stated. */
export function purposeOfList(request: FastifyRequest, list: string): StatedPurpose {
  const { purpose, caseId } = stated(request);
  return { purpose: purpose ?? list, caseId };
}

const missing = (header: string, expected: string) => ({ pointer: `/${header}`, rule: 'required', expected });

function stated(request: FastifyRequest): { readonly purpose: string | null; readonly caseId: string | null } {
  const header = (name: string): string | null => {
    const value = request.headers[name];
    if (value === undefined) return null;
    if (typeof value === 'string' && /^[\w .:/-]{1,64}$/.test(value) && !holdsPersonalValue(value)) return value;
    throw refusal(name, 'value', 'a code of 1 to 64 letters, digits, spaces and . : / _ -, and no number of a person');
  };
  return { purpose: header('suyuan-purpose'), caseId: header('suyuan-case') };
}
