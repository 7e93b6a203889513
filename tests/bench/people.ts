// Events of people living with the bank, as many as asked for, in the order in which they happen: what every measure is taken on.
// Each person has exactly a hundred events in visits of four, and everybody else comes between two visits: the worst case for a cache.
import type { Clause, PolicyRegistry, PolicyVersion } from '../../services/core/policy/registry.ts';
import { versionInForce } from '../../services/core/policy/registry.ts';
import { eventIdOf } from '../../services/core/domain/event-id.ts';
import { randomSource, type RandomSource } from '../support/random-source.ts';

export const eventsPerPerson = 100;
const eventsPerVisit = 4;

const opening = Date.parse('2025-09-01T08:00:00+08:00');
const span = 120 * 24 * 3_600_000;

type Report = Readonly<Record<string, unknown>>;

/** What a person can do under one clause. */
interface Act {
  readonly clause: string;
  readonly purpose: string;
  readonly items: readonly string[];
  readonly recipient: string | null;
}

/** Lines of NDJSON: the recipients first, then `events` events about people. The same for the same seed and policy. */
export function* linesOf(events: number, registry: PolicyRegistry, seed = 1): Generator<string> {
  const random = randomSource(seed);
  const version = versionInForce(registry, opening);
  if (!version) throw new Error('no policy is in force when the bench begins');
  const acts = actsOf(version);
  let n = 0;
  const write = (report: Report): string => `${JSON.stringify({ ...report, producer: 'bench', sourceEventId: `${seed}-${(n += 1)}` })}\n`;
  for (const { recipient, recipientClass, legalName, purposes } of recipientsOf(version))
    yield write({
      type: 'RecipientRegistered',
      occurredAt: new Date(opening).toISOString(),
      recipient,
      recipientClass,
      legalName,
      role: 'handler',
      contact: `privacy@${recipient}.example`,
      purposes,
      methods: ['interface'],
    });
  const people = Array.from({ length: Math.ceil(events / eventsPerPerson) }, (): Person => ({ id: random.uuid(), told: 0, granted: [], collected: null }));
  for (let written = 0; written < events;) {
    for (const person of people) {
      for (let i = 0; i < eventsPerVisit && written < events; i += 1, written += 1) {
        const at = opening + Math.floor((span * written) / events);
        const report = act(random, person, acts, version);
        yield write({ ...report, dataSubject: person.id, occurredAt: new Date(random.chance(0.01) ? at - span / 100 : at).toISOString() });
        if (report['type'] === 'PersonalDataCollected') person.collected = eventIdOf('bench', `${seed}-${n}`);
      }
    }
  }
}

interface Person {
  readonly id: string;
  told: number;
  /** Recipients that the person agreed to. */
  readonly granted: string[];
  /** The newest collection: what is shared comes from it. */
  collected: string | null;
}

const whole = ['name', 'contact', 'purpose', 'method', 'items', 'retention', 'rights', 'necessity', 'impact'];
const anything = { items: [], purposes: [] };

/** The next thing a person does: told and asked first, then nineteen uses in twenty as the policy and the rules allow. */
function act(random: RandomSource, person: Person, acts: readonly Act[], { id: policyVersion }: PolicyVersion): Report {
  const told = (person.told += 1);
  if (told === 1) return { type: 'NoticeShown', notice: 'privacy-policy', elements: whole, policyVersion };
  if (told === 2) return { type: 'ConsentGranted', consent: 'c-general', kind: 'general', ...anything, policyVersion };
  if (told === 3) return { type: 'RelationshipStarted', relationship: 'account-1', product: 'account' };
  if (told === 4) return { type: 'ConsentGranted', consent: 'c-sensitive', kind: 'written', act: 'dedicated', ...anything, policyVersion };
  const shares = acts.filter(({ recipient }) => recipient !== null);
  const kind = random.below(100);
  if ((told > 5 && told < 12) || kind < 4) {
    const recipient = random.pick(shares).recipient as string;
    person.granted.push(recipient);
    return { type: 'ConsentGranted', consent: `c-${recipient}`, kind: 'written', act: 'dedicated', ...anything, recipient, policyVersion };
  }
  if (told > 12 && kind < 5) return { type: 'ConsentWithdrawn', consent: `c-${random.pick(shares).recipient}` };
  if (told > 12 && kind < 6) return { type: 'DeletionRequested', deletionRequest: `d-${told}`, at: random.pick(shares).recipient, items: [] };
  const open = shares.filter(({ recipient }) => person.granted.includes(recipient as string));
  const sharing = told > 12 && kind < 60 && open.length > 0;
  const { clause, purpose, items, recipient } = sharing ? random.pick(open) : random.pick(acts.filter((one) => one.recipient === null));
  const use = { policyVersion, clause, purpose, items: random.chance(0.02) ? [...items, 'marital_status'] : items, legalBasis: '13-1' };
  if (sharing)
    return {
      type: 'PersonalDataShared',
      ...use,
      recipient,
      mode: 'provided',
      consent: `c-${recipient}`,
      causedBy: person.collected === null ? [] : [person.collected],
    };
  if (told > 12 && kind < 65) return { type: 'PersonalDataUsed', ...use, activity: 'used' };
  return { type: 'PersonalDataCollected', ...use, consent: 'c-sensitive', product: 'account' };
}

const recipientOf = (clause: Clause): string => clause.recipients[0]?.code ?? `${clause.recipients[0]?.class}-1`;

function recipientsOf({ clauses }: PolicyVersion) {
  const shares = [...clauses.values()].filter(({ kind, recipients }) => kind === 'sharing' && recipients.length > 0);
  const byCode = Map.groupBy(shares, recipientOf);
  return [...byCode].map(([recipient, those]) => {
    const printed = those[0]?.recipients[0];
    const legalName = printed?.named ? printed.printed : `${recipient} (invented)`;
    return { recipient, recipientClass: printed?.class ?? '', legalName, purposes: [...new Set(those.flatMap(({ purposes }) => purposes))] };
  });
}

/** A dozen collections and as many shares: what one person meets. */
function actsOf({ clauses }: PolicyVersion): readonly Act[] {
  const usable = [...clauses.values()].filter(({ items, purposes }) => items.length > 0 && purposes.length > 0);
  const ofKind = (kind: Clause['kind']): readonly Clause[] => usable.filter((clause) => clause.kind === kind).slice(0, 12);
  const collections = ofKind('collection');
  const shares = ofKind('sharing').filter(({ recipients }) => recipients.length > 0);
  return [...collections, ...shares].map((clause) => ({
    clause: clause.id,
    purpose: clause.purposes[0] ?? '',
    items: [...new Set(clause.items.map(({ code }) => code))].slice(0, 5),
    recipient: clause.kind === 'sharing' ? recipientOf(clause) : null,
  }));
}
