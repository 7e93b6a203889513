// Log-ins: the log and device paragraph, the SDKs of the platform, a code by SMS, and now and then any other clause of the policy.
import type { Instant } from '../core/domain/vocabulary.ts';
import type { Clause, PolicyVersion } from '../core/policy/registry.ts';
import type { Happening } from './journal.ts';
import { agree, collect, provide, share, type Life } from './journey.ts';
import { minuteMs } from './rhythm.ts';

/** Provisions that rest on the law and not on consent. */
const byLaw = new Set(['4.2.1', '4.2.2', '4.2.2.cdd', '4.2.11', '4.2.dispute']);
/** Told as stories of their own in products.ts. */
const told = new Set(['4.2.5', '4.2.6', '4.2.7', '4.2.8', '4.2.9', '4.2.10', '4.2.12', '4.2.14', '4.2.16']);

/** Clauses of a version by what a session may touch, computed once. */
export interface Repertoire {
  readonly collections: readonly Clause[];
  readonly sharings: readonly Clause[];
  readonly sdks: ReadonlyMap<string, readonly Clause[]>;
  readonly permissions: ReadonlyMap<string, readonly Clause[]>;
}

export function repertoireOf(version: PolicyVersion): Repertoire {
  const clauses = [...version.clauses.values()].filter((clause) => clause.items.some(({ of }) => of === 'user') && clause.purposes.length > 0);
  const onPlatform = (kind: Clause['kind']) =>
    new Map(
      ['android', 'ios', 'harmonyos'].map((platform) => [
        platform,
        clauses.filter((clause) => clause.kind === kind && (clause.platforms ?? []).includes(platform)),
      ]),
    );
  return {
    collections: clauses.filter(({ id, kind, tier }) => (kind === 'collection' && tier === 'extended') || kind === 'cookie' || id === '1.1.xclient'),
    sharings: clauses.filter(({ kind, id, recipients }) => kind === 'sharing' && recipients.length > 0 && !told.has(id)),
    sdks: onPlatform('sdk'),
    permissions: onPlatform('permission'),
  };
}

export function logIn(life: Life, at: Instant, repertoire: Repertoire): void {
  const { random, person } = life;
  collect(life, at, '1.1.log', { purpose: random.pick(['identity-verification', 'security-protection', 'fraud-monitoring']) });
  const entry = collect(life, at + 1500, '1.1.1', { legalBasis: '13-2' });
  const rows = repertoire.sdks.get(person.platform) ?? [];
  for (const row of rows.length > 0 ? random.some(rows, 1.5 / rows.length) : []) useSdk(life, at + random.between(2, 50) * 1000, row);
  if (random.chance(0.4)) share(life, at + 60_000, '4.2.7', { legalBasis: '13-2', mode: 'entrusted', producer: 'sms-gateway', causedBy: [entry] });
  if (random.chance(0.25)) usePermission(life, at + 70_000, random.pick(repertoire.permissions.get(person.platform) ?? []));
  if (random.chance(0.5)) collect(life, at + 2 * minuteMs, random.pick(repertoire.collections).id);
  if (random.chance(0.05)) callService(life, at + 2.5 * minuteMs, entry);
  if (random.chance(0.15)) shareSometimes(life, at + 3 * minuteMs, random.pick(repertoire.sharings), entry);
}

/** An SDK row with a recipient hands items to its vendor; one without collects in the app. */
function useSdk(life: Life, at: Instant, row: Clause): void {
  const more = { sdk: row.id, platform: life.person.platform };
  if (row.recipients.length > 0) share(life, at, row.id, { legalBasis: '13-1', mode: 'sdk-direct', more });
  else collect(life, at, row.id, { more: { ...more, origin: 'sdk' } });
}

function usePermission(life: Life, at: Instant, clause: Clause): void {
  collect(life, at, clause.id, {
    more: {
      permissions: [
        clause.title.en
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '-')
          .slice(0, 60),
      ],
      origin: 'device',
    },
  });
}

/** Customer service is entrusted to others (四(一)). */
function callService(life: Life, at: Instant, entry: Happening | null): void {
  const desk = life.world.recipients.all.filter(({ recipientClass }) => recipientClass === 'customer-service-processor');
  share(life, at, '4.1', {
    legalBasis: '13-2',
    mode: 'entrusted',
    purpose: 'customer-service',
    recipient: life.random.pick(desk),
    producer: 'service-desk',
    causedBy: [entry],
  });
}

function shareSometimes(life: Life, at: Instant, clause: Clause, entry: Happening | null): void {
  if (byLaw.has(clause.id)) share(life, at, clause.id, { legalBasis: '13-3', mode: 'statutory', causedBy: [entry] });
  else provide(life, at + minuteMs, agree(life, at, clause.id), { producer: 'app-gateway', causedBy: [entry] });
}
