// /v1/quarantine: what could not be accepted, and the replay of it once the reason is gone.
import type { FastifyInstance } from 'fastify';
import { parseJson } from '../adapters/http/parse-json.ts';
import { problem, send } from '../adapters/http/problem-details.ts';
import { collect, type CollectDependencies } from '../collector/collect.ts';
import { formatInstant } from '../core/domain/instants.ts';
import type { QuarantineEntry, QuarantineReplay } from '../core/domain/quarantine.ts';
import { ledgerOf, quarantineOf } from '../core/domain/stream-names.ts';
import type { EventId } from '../core/domain/vocabulary.ts';
import type { Ledger, RecordedEvent } from '../core/ports/ledger.ts';
import { replayed } from '../ingester/quarantine.ts';

export interface QuarantineDependencies {
  readonly ledger: Ledger;
  readonly collecting: CollectDependencies;
}

interface Listed {
  readonly entry: EventId;
  readonly recordedAt: number;
  readonly content: QuarantineEntry;
  readonly released: boolean;
}

/** Adds the routes: list, one entry, and the replay of one. */
export function quarantineRoutes(app: FastifyInstance, dependencies: QuarantineDependencies): void {
  const tags = ['quarantine'];
  app.get('/v1/quarantine', { schema: { summary: 'What could not be accepted', tags } }, async () => ({
    entries: (await listed(dependencies.ledger)).map(shown),
  }));
  app.get<{ Params: { entry: string } }>(
    '/v1/quarantine/:entry',
    { schema: { summary: 'One entry: the reason, never the content', tags } },
    async (request, reply) => {
      const found = (await listed(dependencies.ledger)).find(({ entry }) => entry === request.params.entry);
      return found ? shown(found) : send(reply, problem(404, 'ERR_NOT_FOUND', 'No such quarantine entry'));
    },
  );
  app.post<{ Params: { entry: string } }>('/v1/quarantine/:entry/replay', { schema: { summary: 'Try an entry again', tags } }, async (request, reply) => {
    const found = (await listed(dependencies.ledger)).find(({ entry }) => entry === request.params.entry);
    return found ? replay(found, dependencies) : send(reply, problem(404, 'ERR_NOT_FOUND', 'No such quarantine entry'));
  });
}

async function listed(ledger: Ledger): Promise<readonly Listed[]> {
  const entries = new Map<EventId, Listed>();
  for await (const batch of ledger.read(quarantineOf(ledgerOf(0)), 0n)) {
    for (const event of batch) applyTo(entries, event);
  }
  return [...entries.values()];
}

function applyTo(entries: Map<EventId, Listed>, { eventId, type, data, metadata }: RecordedEvent): void {
  const content: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
  if (type === 'Quarantined')
    return void entries.set(eventId, { entry: eventId, recordedAt: metadata.recordedAt, content: content as QuarantineEntry, released: false });
  const known = entries.get((content as QuarantineReplay).entry);
  if (known) entries.set(known.entry, { ...known, released: true });
}

const shown = ({ entry, recordedAt, content, released }: Listed) => ({
  entry,
  recordedAt: formatInstant(recordedAt),
  reason: content.reason,
  dataSubject: content.dataSubject,
  eventId: content.reported,
  errors: content.problems,
  released,
});

/** Feeds the sealed bytes through the front door again. What is still not acceptable stays where it is. */
async function replay({ entry, content }: Listed, { collecting }: QuarantineDependencies) {
  if (content.encoding !== 'json') return { entry, status: 'quarantined', errors: content.problems };
  const raw = await collecting.vault.unsealQuarantined(Buffer.from(content.sealed, 'base64'));
  const parsed = parseJson(raw);
  const report = parsed.ok
    ? { ok: true as const, value: parsed.value }
    : { ok: false as const, problem: { pointer: '', rule: parsed.rule, expected: parsed.expected } };
  const [receipt] = await collect([{ raw: () => raw, parsed: report }], 'reject', collecting);
  if (receipt?.status !== 'recorded' && receipt?.status !== 'duplicate')
    return { entry, status: 'quarantined', errors: receipt && 'problems' in receipt ? receipt.problems : [] };
  await collecting.intake.submit([replayed(entry, receipt.status)]);
  return { entry, status: receipt.status, eventId: receipt.eventId };
}
