// /v1/quarantine: what could not be accepted, and the replay of it once the reason is gone.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '../adapters/http/parse-json.ts';
import { LineageError } from '../core/domain/errors.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { holdsPersonalValue } from '../core/domain/personal-values.ts';
import type { QuarantineDiscard, QuarantineReplay } from '../core/domain/quarantine.ts';
import { isQuarantine } from '../core/domain/stream-names.ts';
import { parseEventId, type EventId } from '../core/domain/vocabulary.ts';
import type { EventPlaces, Ledger } from '../core/ports/ledger.ts';
import { collect, type CollectDependencies } from './collect.ts';
import { listedOf, settle, type Listed, type SettledEntry } from './quarantine-states.ts';

export interface QuarantineDependencies {
  readonly ledger: Ledger;
  readonly index: EventPlaces;
  readonly collecting: CollectDependencies;
  /** Writes down that an entry was replayed. */
  readonly noteReplay: (entry: EventId, outcome: QuarantineReplay['outcome']) => Promise<void>;
  /** Writes down that an entry was discarded, and why; the entry itself stays. */
  readonly noteDiscard: (discard: QuarantineDiscard) => Promise<void>;
  /** Writes the look down before it is answered: entries name people. Gives what the request states of itself. */
  readonly noteLook: (request: FastifyRequest, route: string) => Promise<{ readonly purpose: string; readonly caseId: string | null }>;
}

const pageMax = 200;
const tags = ['quarantine'];
const querystring = {
  type: 'object',
  additionalProperties: false,
  properties: { cursor: { type: 'string', pattern: '^quarantine-[a-z0-9-]{1,32}\\.[0-9]{1,18}$' }, limit: { type: 'string', pattern: '^[0-9]{1,3}$' } },
} as const;

/** Adds the routes: list, one entry, its replay and its discard. */
export function quarantineRoutes(app: FastifyInstance, dependencies: QuarantineDependencies): void {
  const { ledger, index, noteLook } = dependencies;
  app.get<{ Querystring: { cursor?: string; limit?: string } }>(
    '/v1/quarantine',
    { schema: { summary: 'What could not be accepted', tags, querystring } },
    async (request) => {
      await noteLook(request, '/v1/quarantine');
      const limit = Math.min(Math.max(Number(request.query.limit ?? 100), 1), pageMax);
      const { entries, next } = await page(ledger, request.query.cursor ?? null, limit);
      return { entries: (await settle(entries, { ledger, index })).map(shown), next };
    },
  );
  app.get<{ Params: { entry: string } }>(
    '/v1/quarantine/:entry',
    { schema: { summary: 'One entry: the reason, never the content', tags } },
    async (request) => {
      await noteLook(request, '/v1/quarantine/{entry}');
      return shown(await settledEntry(request.params.entry, dependencies));
    },
  );
  app.post<{ Params: { entry: string } }>('/v1/quarantine/:entry/replay', { schema: { summary: 'Try an entry again', tags } }, async (request) =>
    replay(await settledEntry(request.params.entry, dependencies), dependencies),
  );
  app.post<{ Params: { entry: string }; Body: { reason: string } }>(
    '/v1/quarantine/:entry/discard',
    { schema: { summary: 'Decide that an entry is not to be recorded, and why; nothing is deleted', tags, body: discardBody } },
    async (request) => {
      const { reason } = request.body;
      if (reason.trim().length < 3 || /\p{Cc}/u.test(reason) || !reason.isWellFormed() || holdsPersonalValue(reason)) throw refusedReason();
      const stated = await noteLook(request, '/v1/quarantine/{entry}/discard');
      const { listed, state } = await settledEntry(request.params.entry, dependencies);
      if (state === 'replayed') throw new LineageError('ERR_INPUT', 'this entry was replayed: the ledger has it, and there is nothing to discard');
      if (state !== 'discarded') await dependencies.noteDiscard({ entry: listed.entry, reason: reason.trim(), role: 'operator', ...stated });
      return shown(await settledEntry(request.params.entry, dependencies));
    },
  );
}

const discardBody = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    reason: {
      type: 'string',
      minLength: 3,
      maxLength: 200,
      description: 'Why it is not to be recorded; of a conflict: why the ledger’s content is the right one',
    },
  },
} as const;

const refusedReason = (): LineageError =>
  new LineageError('ERR_INPUT', 'the reason cannot be taken as it is', {
    details: { problems: [{ pointer: '/reason', rule: 'text', expected: 'a sentence of 3 to 200 characters on one line, without numbers of people' }] },
  });

/** Entries of all quarantine streams, one stream after the other; `next` is where to go on, `stream.revision`, null at the end. */
async function page(ledger: Ledger, cursor: string | null, limit: number): Promise<{ readonly entries: readonly Listed[]; readonly next: string | null }> {
  const [first = '', revision = '0'] = cursor?.split('.') ?? [];
  const entries: Listed[] = [];
  for (const stream of (await ledger.streams()).filter((name) => isQuarantine(name) && name >= first)) {
    for await (const batch of ledger.read(stream, stream === first ? BigInt(revision) : 0n)) {
      for (const event of batch) {
        if (event.type !== 'Quarantined') continue;
        if (entries.length === limit) return { entries, next: `${stream}.${event.revision}` };
        entries.push(listedOf(event));
      }
    }
  }
  return { entries, next: null };
}

/** @throws LineageError ERR_NOT_FOUND. */
async function entryOf(id: string, { ledger, index }: QuarantineDependencies): Promise<Listed> {
  const entry = parseEventId(id);
  const at = entry ? (await index.find([entry])).get(entry) : undefined;
  if (at && isQuarantine(at.stream)) {
    for await (const [event] of ledger.read(at.stream, at.revision, { batch: 1 })) {
      if (event?.type === 'Quarantined') return listedOf(event);
      break;
    }
  }
  throw new LineageError('ERR_NOT_FOUND', 'no such quarantine entry: GET /v1/quarantine lists them');
}

const settledEntry = async (id: string, dependencies: QuarantineDependencies): Promise<SettledEntry> =>
  (await settle([await entryOf(id, dependencies)], dependencies))[0] as SettledEntry;

const shown = ({ listed: { entry, recordedAt, content }, state, supersededBy, discard }: SettledEntry) => ({
  entry,
  recordedAt: formatInstant(recordedAt),
  reason: content.reason,
  dataSubject: content.dataSubject,
  eventId: content.reported,
  errors: content.problems,
  state,
  released: state === 'replayed',
  supersededBy: supersededBy && { ledger: supersededBy.stream, revision: String(supersededBy.revision), recordedAt: formatInstant(supersededBy.recordedAt) },
  discarded: discard && { reason: discard.reason, role: discard.role, purpose: discard.purpose, case: discard.caseId, at: formatInstant(discard.at) },
});

/** Feeds the sealed bytes through the front door again. What is still not acceptable stays where it is. */
async function replay({ listed: { entry, content }, state }: SettledEntry, { collecting, noteReplay }: QuarantineDependencies) {
  if (state === 'discarded')
    throw new LineageError('ERR_INPUT', 'this entry was discarded with a reason: send the report itself again if it is to be recorded after all');
  if (content.encoding !== 'json') return { entry, status: 'quarantined', errors: content.problems };
  const raw = await collecting.vault.unsealQuarantined(Buffer.from(content.sealed, 'base64'));
  const parsed = parseJson(raw);
  const report = parsed.ok
    ? { ok: true as const, value: parsed.value }
    : { ok: false as const, problem: { pointer: '', rule: parsed.rule, expected: parsed.expected } };
  const [receipt] = await collect([{ raw: () => raw, parsed: report }], 'reject', collecting);
  // On its way by the topic: once it is recorded, that settles the entry.
  if (receipt?.status === 'accepted') return { entry, status: receipt.status, eventId: receipt.eventId };
  if (receipt?.status !== 'recorded' && receipt?.status !== 'duplicate')
    return { entry, status: 'quarantined', errors: receipt && 'problems' in receipt ? receipt.problems : [] };
  await noteReplay(entry, receipt.status);
  return { entry, status: receipt.status, eventId: receipt.eventId };
}
