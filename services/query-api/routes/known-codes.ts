// Whether anything is known under a code that found nothing: a code nobody knows is a mistake, and no empty answer.
import { LineageError } from '../../core/domain/errors.ts';
import { bank } from '../../core/domain/vocabulary.ts';
import type { QueryDependencies } from '../lineage-service.ts';

/** Codes that a question named. */
export interface AskedCodes {
  readonly item?: string | null | undefined;
  /** Who holds or gets it; `field` is the parameter's name. */
  readonly holder?: { readonly field: string; readonly code: string | null | undefined };
  readonly clause?: string | null | undefined;
}

/** Code → everything it may be meant by: labels, printed names. */
type Names = ReadonlyMap<string, readonly string[]>;

/**
 * For a question that found nothing: refuses codes that stand in no policy version, in no register and in no event.
 * @throws LineageError ERR_INPUT naming the parameter, with codes that come near.
 */
export async function refuseUnknownCodes(
  { item, holder, clause }: AskedCodes,
  { registry, queries }: Pick<QueryDependencies, 'registry' | 'queries'>,
): Promise<void> {
  const versions = [...registry.versions.values()];
  const inEvents = async (filter: Parameters<typeof queries.flows>[0]): Promise<boolean> =>
    (await queries.flows(filter, { after: null, limit: 1 })).rows.length > 0;
  const check = async (
    field: string,
    code: string | null | undefined,
    known: () => Promise<Names>,
    filter: Parameters<typeof queries.flows>[0],
    what: string,
  ) => {
    if (code === null || code === undefined) return;
    const names = await known();
    if (names.has(code) || (await inEvents(filter))) return;
    const near = nearest(code, names);
    throw unknown(field, what, near);
  };
  const items = async (): Promise<Names> =>
    new Map(
      versions.flatMap((version) => [...version.items.values()].map(({ code, label, printedAs }) => [code, [label.zh, label.en, ...printedAs]] as const)),
    );
  const clauses = async (): Promise<Names> =>
    new Map(versions.flatMap((version) => [...version.clauses.values()].map(({ id, title }) => [id, [title.zh, title.en]] as const)));
  const holders = async (): Promise<Names> => {
    const named = versions.flatMap((version) =>
      [...version.clauses.values()].flatMap((one) => one.recipients.flatMap(({ code, printed }) => (code === undefined ? [] : [[code, [printed]] as const]))),
    );
    const registered = (await queries.recipients()).map(({ json }) => {
      const {
        recipient,
        legalName = '',
        nameEn = '',
      } = JSON.parse(json) as { readonly recipient: string; readonly legalName?: string; readonly nameEn?: string };
      return [recipient, [legalName, nameEn]] as const;
    });
    return new Map<string, readonly string[]>([[bank, []], ...named, ...registered]);
  };
  await check('item', item, items, { item: item ?? '' }, 'an item of the dictionary (GET /v1/items), or of some event');
  await check(
    holder?.field ?? '',
    holder?.code,
    holders,
    { holder: holder?.code ?? '' },
    'a recipient that is registered (GET /v1/recipients), or that a policy or some event names',
  );
  await check('clause', clause, clauses, { clause: clause ?? '' }, 'a clause of a policy version, such as 4.2.16');
}

const unknown = (field: string, expected: string, near: readonly string[]): LineageError =>
  new LineageError('ERR_INPUT', `nothing is known under this ${field}${near.length > 0 ? `; near: ${near.join(', ')}` : ''}`, {
    details: { problems: [{ pointer: `/${field}`, rule: 'unknown', expected }] },
  });

const nearMax = 3;

/** At most three codes that come near: that hold the text, whose name holds it, or that are a few letters away. */
export function nearest(asked: string, names: Names): readonly string[] {
  const wanted = plain(asked);
  const furthest = Math.max(1, Math.floor(wanted.length / 3));
  const farOf = (code: string, others: readonly string[]): number => {
    if (alike(plain(code), wanted)) return 0;
    return Math.min(others.some((name) => alike(plain(name), wanted)) ? 0.5 : Infinity, distance(wanted, plain(code), furthest));
  };
  return [...names]
    .map(([code, others]) => ({ code, far: farOf(code, others) }))
    .filter(({ far }) => far <= furthest)
    .toSorted((a, b) => a.far - b.far || a.code.length - b.code.length || (a.code < b.code ? -1 : 1))
    .slice(0, nearMax)
    .map(({ code }) => code);
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s-]/g, '_');

/** One holds the other; a short text is held by too many to say anything. */
const alike = (name: string, wanted: string): boolean => wanted !== '' && (name.includes(wanted) || (name.length > 3 && wanted.includes(name)));

/** Letters to insert, delete or replace (Levenshtein); anything beyond `furthest` is just more than it. */
function distance(a: string, b: string, furthest: number): number {
  if (Math.abs(a.length - b.length) > furthest) return furthest + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
