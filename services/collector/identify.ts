// Turns reports into what the contract can take: pseudonyms for identifiers, sealed bytes for references, a whole batch in one go.
import { eventIdOf } from '../core/domain/event-id.ts';
import { parseDataSubject } from '../core/domain/vocabulary.ts';
import type { EventCodec, FieldProblem } from '../core/ports/event-codec.ts';
import type { ClearReference, IdentityVault } from '../core/ports/identity-vault.ts';
import { takeApart, type TakenApart } from './take-apart.ts';

/** A report as the contract sees it, and what is wrong with it already. */
export interface Identified {
  readonly value: unknown;
  readonly problems: readonly FieldProblem[];
}

/** Takes the place of a person while the contract is checked. */
const standIn = '00000000-0000-4000-8000-000000000000';

/**
 * One result per value. With `refuseFirst` a report that breaks its contract leaves no trace in the vault; otherwise its person is resolved
 * all the same, so that whoever asks about that person learns that something is kept aside. References are only ever sealed for what fits.
 */
export async function identify(values: readonly unknown[], refuseFirst: boolean, codec: EventCodec, vault: IdentityVault): Promise<readonly Identified[]> {
  const parts = values.map(takeApart);
  const checked = parts.map((part) => ({ part, problems: [...part.problems, ...(needsCheck(part, refuseFirst) ? contractProblems(part, codec) : [])] }));
  const wanted = checked.filter(({ part, problems }) => part.identifier && (problems.length === 0 || (!refuseFirst && part.problems.length === 0)));
  const people = wanted.length > 0 ? await vault.resolve(wanted.flatMap(({ part }) => part.identifier ?? [])) : [];
  const subjects = new Map(wanted.map(({ part }, i) => [part, people[i]]));
  const withPeople = checked.map(({ part, problems }) => ({
    part,
    problems,
    value: subjects.has(part) ? { ...(part.rest as object), dataSubject: subjects.get(part) } : part.rest,
  }));
  const clear = withPeople.map(({ part, problems, value }) => (problems.length === 0 ? clearReferences(part, value) : []));
  const sealed = clear.some((list) => list.length > 0) ? await vault.seal(clear.flat()) : [];
  let next = 0;
  return withPeople.map(({ value, problems }, i) => {
    const mine = sealed.slice(next, (next += clear[i]?.length ?? 0));
    if (mine.length === 0) return { value, problems };
    const before = (value as { readonly sealed?: readonly unknown[] }).sealed ?? [];
    return {
      value: { ...(value as object), sealed: [...before, ...mine.map((one) => ({ ...one, ciphertext: Buffer.from(one.ciphertext).toString('base64') }))] },
      problems,
    };
  });
}

const needsCheck = ({ identifier, references }: TakenApart, refuseFirst: boolean): boolean => references.length > 0 || (refuseFirst && identifier !== null);

/** What the contract has against a report, with a stand-in for a person who is still to be resolved. */
export function contractProblems({ rest, identifier, references }: TakenApart, codec: EventCodec): readonly FieldProblem[] {
  const encoded = codec.fromJson(identifier ? { ...(rest as object), dataSubject: standIn } : rest);
  if (!encoded.ok) return encoded.problems;
  const aboutNobody = references.length > 0 && !('dataSubject' in encoded.value.event);
  return aboutNobody ? [{ pointer: '/references', rule: 'needs', expected: 'an event about a person, under whose key they are sealed' }] : [];
}

/** References of a report that passed its contract, ready to be sealed for its person and event. */
function clearReferences({ references }: TakenApart, value: unknown): readonly ClearReference[] {
  if (references.length === 0) return [];
  const { dataSubject, producer, sourceEventId } = value as Record<string, unknown>;
  const subject = parseDataSubject(String(dataSubject));
  return subject
    ? references.map(({ kind, value: text }) => ({ subject, eventId: eventIdOf(String(producer), String(sourceEventId)), kind, value: text }))
    : [];
}
