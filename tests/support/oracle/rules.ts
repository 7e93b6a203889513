// R01, R02, R04, R07, R20, R21 written from the text of regulation.md 3 and design.md 3.4. Slow and plain on purpose.
import { consentBefore } from './consents.ts';
import { inBusinessOrder, list, precedes, text, type Fact } from './facts.ts';
import type { OracleClause, OraclePolicy } from './read-policies.ts';

export interface OracleFinding {
  readonly rule: string;
  readonly outcome: 'violation' | 'gap';
}

/** Everything there is: the facts of this person, and the register facts of every recipient. */
export interface World {
  readonly policies: readonly OraclePolicy[];
  readonly person: readonly Fact[];
  readonly registers: readonly Fact[];
}

const everyKind = ['general', 'separate', 'written', 'guardian'];
const dedicatedKinds = ['separate', 'written'];

export const isJudged = ({ type }: Fact): boolean => ['PersonalDataCollected', 'PersonalDataShared', 'PersonalDataUsed'].includes(type);
const isShare = ({ type }: Fact): boolean => type === 'PersonalDataShared';
const isProvision = (event: Fact): boolean => isShare(event) && text(event, 'mode') === 'provided';
const byConsent = (event: Fact): boolean => text(event, 'legalBasis') === '13-1';

/** Findings of one event, sorted by rule and outcome. No finding means compliant. */
export function judge(event: Fact, world: World): readonly OracleFinding[] {
  const findings: OracleFinding[] = [];
  const find = (rule: string, outcome: 'violation' | 'gap' | null): void => {
    if (outcome !== null) findings.push({ rule, outcome });
  };
  find('R01', r01(event, world));
  find('R02', byConsent(event) && consentBefore(event, everyKind, null, world.person) !== 'given' ? 'violation' : null);
  find('R04', r04(event, world));
  for (const outcome of r07(event, world)) find('R07', outcome);
  if (isShare(event)) find('R20', r20(event, world));
  if (isProvision(event) && byConsent(event) && consentBefore(event, dedicatedKinds, text(event, 'recipient'), world.person) !== 'given')
    find('R21', 'violation');
  return findings.toSorted((a, b) => (`${a.rule} ${a.outcome}` < `${b.rule} ${b.outcome}` ? -1 : 1));
}

/** One basis, and the consent it cites is on record before it. */
function r01(event: Fact, { person }: World): 'gap' | null {
  const basis = text(event, 'legalBasis');
  if (basis === null || basis === 'unknown') return 'gap';
  const cited = text(event, 'consent');
  if (basis !== '13-1' || cited === null) return null;
  return person.some((fact) => fact.type === 'ConsentGranted' && text(fact, 'consent') === cited && precedes(fact, event)) ? null : 'gap';
}

/** After a withdrawal nothing in its scope by consent, except storing. */
function r04(event: Fact, { person }: World): 'violation' | null {
  if (!byConsent(event) || (event.type === 'PersonalDataUsed' && text(event, 'activity') === 'stored')) return null;
  if (consentBefore(event, everyKind, null, person) === 'withdrawn') return 'violation';
  return isProvision(event) && consentBefore(event, dedicatedKinds, text(event, 'recipient'), person) === 'withdrawn' ? 'violation' : null;
}

/** Policy and reality: version in force, clause, items, purpose, recipient. */
function r07(event: Fact, { policies, registers }: World): readonly ('violation' | 'gap')[] {
  const cited = text(event, 'policyVersion');
  const policy = policies.find(({ id }) => id === cited);
  if (cited === null || !policy) return ['gap'];
  if (policies.filter(({ effectiveFrom }) => effectiveFrom <= event.at).at(-1) !== policy) return ['violation'];
  const id = text(event, 'clause');
  if (id === null) return ['gap'];
  const clause = policy.clauses.get(id);
  if (!clause) return ['violation'];
  const outcomes: ('violation' | 'gap')[] = [];
  if (!list(event, 'items').every((item) => clause.items.has(item))) outcomes.push(clause.openEnded ? 'gap' : 'violation');
  if (!clause.purposes.includes(text(event, 'purpose') ?? '')) outcomes.push('violation');
  if (isShare(event) && !mayReceive(clause, recordOf(event, registers))) outcomes.push('violation');
  return outcomes;
}

/** A registered recipient must be of a class that the clause lists, and where it only names some of that class, one of those. */
function mayReceive(clause: OracleClause, record: Fact | null): boolean {
  if (record === null || record.type === 'RecipientTerminated') return true; // R20 speaks of it.
  return clause.recipients.some(
    (recipient) =>
      recipient.class === text(record, 'recipientClass') &&
      (!recipient.named || recipient.code === text(record, 'recipient') || recipient.printed === text(record, 'legalName')),
  );
}

/** The recipient was registered then, and a provision needs a contact. */
function r20(event: Fact, { registers }: World): 'violation' | 'gap' | null {
  const record = recordOf(event, registers);
  if (record === null) return 'gap';
  if (record.type === 'RecipientTerminated') return 'violation';
  return isProvision(event) && text(record, 'contact') === null ? 'gap' : null;
}

/** The newest register fact of the event's recipient at that time; one of the same millisecond counts. */
function recordOf(event: Fact, registers: readonly Fact[]): Fact | null {
  const types = ['RecipientRegistered', 'RecipientChanged', 'RecipientTerminated'];
  const known = registers.filter((fact) => types.includes(fact.type) && text(fact, 'recipient') === text(event, 'recipient') && fact.at <= event.at);
  return inBusinessOrder(known).at(-1) ?? null;
}
