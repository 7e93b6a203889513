// /v1/quarantine: what could not be accepted, and the replay of it once the reason is gone.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseJson } from '../adapters/http/parse-json.ts';
import { LineageError } from '../core/domain/errors.ts';
import { formatInstant } from '../core/domain/instants.ts';
import { replayNoteId, type QuarantineEntry, type QuarantineReplay } from '../core/domain/quarantine.ts';
import { ledgerOf, quarantineOf } from '../core/domain/stream-names.ts';
import { parseEventId, type EventId } from '../core/domain/vocabulary.ts';
import type { EventIndex, Ledger, RecordedEvent } from '../core/ports/ledger.ts';
import { collect, type CollectDependencies } from './collect.ts';

export interface QuarantineDependencies {
  readonly ledger: Ledger;
  readonly index: EventIndex;
  readonly collecting: CollectDependencies;
  /** Writes down that an entry was replayed. */
  readonly noteReplay: (entry: EventId, outcome: QuarantineReplay['outcome']) => Promise<void>;
  /** Writes the look down before it is answered: entries name people. */
  readonly noteLook: (request: FastifyRequest, route: string) => Promise<void>;
}

interface Listed {
  readonly entry: EventId;
  readonly revision: bigint;
  readonly recordedAt: number;
  readonly content: QuarantineEntry;
}

const stream = quarantineOf(ledgerOf(0));
const pageMax = 200;
const tags = ['quarantine'];
const querystring = {
  type: 'object',
  additionalProperties: false,
  properties: { cursor: { type: 'string', pattern: '^[0-9]{1,18}$' }, limit: { type: 'string', pattern: '^[0-9]{1,3}$' } },
} as const;

/** Adds the routes: list, one entry, and the replay of one. */
export function quarantineRoutes(app: FastifyInstance, dependencies: QuarantineDependencies): void {
  const { ledger, index, noteLook } = dependencies;
  app.get<{ Querystring: { cursor?: string; limit?: string } }>(
    '/v1/quarantine',
    { schema: { summary: 'What could not be accepted', tags, querystring } },
    async (request) => {
      await noteLook(request, '/v1/quarantine');
      const limit = Math.min(Math.max(Number(request.query.limit ?? 100), 1), pageMax);
      const { entries, next } = await page(ledger, BigInt(request.query.cursor ?? 0), limit);
      const released = await releasedOf(entries, index);
      return { entries: entries.map((listed) => shown(listed, released)), next };
    },
  );
  app.get<{ Params: { entry: string } }>(
    '/v1/quarantine/:entry',
    { schema: { summary: 'One entry: the reason, never the content', tags } },
    async (request) => {
      await noteLook(request, '/v1/quarantine/{entry}');
      const found = await entryOf(request.params.entry, dependencies);
      return shown(found, await releasedOf([found], index));
    },
  );
  app.post<{ Params: { entry: string } }>('/v1/quarantine/:entry/replay', { schema: { summary: 'Try an entry again', tags } }, async (request) =>
    replay(await entryOf(request.params.entry, dependencies), dependencies),
  );
}

/** Entries from a revision on; `next` is the revision to go on from, null at the end. */
async function page(ledger: Ledger, from: bigint, limit: number): Promise<{ readonly entries: readonly Listed[]; readonly next: string | null }> {
  const entries: Listed[] = [];
  for await (const batch of ledger.read(stream, from)) {
    for (const event of batch) {
      if (event.type !== 'Quarantined') continue;
      if (entries.length === limit) return { entries, next: String(event.revision) };
      entries.push(listedOf(event));
    }
  }
  return { entries, next: null };
}

const listedOf = ({ eventId, revision, data, metadata }: RecordedEvent): Listed => ({
  entry: eventId,
  revision,
  recordedAt: metadata.recordedAt,
  content: JSON.parse(Buffer.from(data).toString('utf8')) as QuarantineEntry,
});

/** @throws LineageError ERR_NOT_FOUND. */
async function entryOf(id: string, { ledger, index }: QuarantineDependencies): Promise<Listed> {
  const entry = parseEventId(id);
  const at = entry ? (await index.find([entry])).get(entry) : undefined;
  if (at?.stream === stream) {
    for await (const [event] of ledger.read(stream, at.revision, { batch: 1 })) {
      if (event?.type === 'Quarantined') return listedOf(event);
      break;
    }
  }
  throw new LineageError('ERR_NOT_FOUND', 'no such quarantine entry: GET /v1/quarantine lists them');
}

/** Those of the entries that were replayed with success. */
async function releasedOf(entries: readonly Listed[], index: EventIndex): Promise<ReadonlySet<EventId>> {
  const notes = new Map(entries.flatMap(({ entry }) => (['recorded', 'duplicate'] as const).map((outcome) => [replayNoteId(entry, outcome), entry] as const)));
  const there = await index.find([...notes.keys()]);
  return new Set([...there.keys()].map((note) => notes.get(note) as EventId));
}

const shown = ({ entry, recordedAt, content }: Listed, released: ReadonlySet<EventId>) => ({
  entry,
  recordedAt: formatInstant(recordedAt),
  reason: content.reason,
  dataSubject: content.dataSubject,
  eventId: content.reported,
  errors: content.problems,
  released: released.has(entry),
});

/** Feeds the sealed bytes through the front door again. What is still not acceptable stays where it is. */
async function replay({ entry, content }: Listed, { collecting, noteReplay }: QuarantineDependencies) {
  if (content.encoding !== 'json') return { entry, status: 'quarantined', errors: content.problems };
  const raw = await collecting.vault.unsealQuarantined(Buffer.from(content.sealed, 'base64'));
  const parsed = parseJson(raw);
  const report = parsed.ok
    ? { ok: true as const, value: parsed.value }
    : { ok: false as const, problem: { pointer: '', rule: parsed.rule, expected: parsed.expected } };
  const [receipt] = await collect([{ raw: () => raw, parsed: report }], 'reject', collecting);
  if (receipt?.status !== 'recorded' && receipt?.status !== 'duplicate')
    return { entry, status: 'quarantined', errors: receipt && 'problems' in receipt ? receipt.problems : [] };
  await noteReplay(entry, receipt.status);
  return { entry, status: receipt.status, eventId: receipt.eventId };
}
