// The rules of regulation.md 3 that events can decide, first R01, R02, R04, R07, R20, R21, written from the text of regulation.md 3 and design.md 3.4. Slow and plain on purpose.
import { citedConsent, consentBefore } from './consents.ts';
import { list, precedes, text, type Fact } from './facts.ts';
import { personRules } from './person-rules.ts';
import { isShare, provision, recordOf } from './shares.ts';
import { sharingRules } from './sharing-rules.ts';
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
const byConsent = (event: Fact): boolean => text(event, 'legalBasis') === '13-1';

/** Findings of one event, sorted by rule and outcome. No finding means compliant. */
export function judge(event: Fact, world: World): readonly OracleFinding[] {
  const findings: OracleFinding[] = [];
  const find = (rule: string, outcome: 'violation' | 'gap' | null): void => {
    if (outcome !== null) findings.push({ rule, outcome });
  };
  find('R01', r01(event, world));
  find('R02', byConsent(event) && consentBefore(event, everyKind, false, world.person) !== 'given' ? 'violation' : null);
  find('R04', r04(event, world));
  for (const outcome of r07(event, world)) find('R07', outcome);
  for (const outcome of r20(event, world)) find('R20', outcome);
  find('R21', r21(event, world));
  for (const [rule, judgeBy] of [...personRules, ...sharingRules]) for (const outcome of judgeBy(event, world)) find(rule, outcome);
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

/** After a withdrawal nothing in its scope by consent, except storing: not of what it could rest on, and not of what it says it rests on. */
function r04(event: Fact, { person, registers }: World): 'violation' | null {
  if (!byConsent(event) || (event.type === 'PersonalDataUsed' && text(event, 'activity') === 'stored')) return null;
  if (consentBefore(event, everyKind, false, person) === 'withdrawn') return 'violation';
  if (text(event, 'consent') !== null && citedConsent(event, person) === 'withdrawn') return 'violation';
  return provision(event, registers) !== 'no' && consentBefore(event, dedicatedKinds, true, person) === 'withdrawn' ? 'violation' : null;
}

/** A provision by consent needs a separate consent for this recipient, given before. */
function r21(event: Fact, { person, registers }: World): 'violation' | 'gap' | null {
  const is = provision(event, registers);
  if (is === 'no' || !byConsent(event) || consentBefore(event, dedicatedKinds, true, person) === 'given') return null;
  return is === 'yes' ? 'violation' : 'gap';
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
  const record = recordOf(event, registers);
  // R20 speaks of those who are not registered.
  if (isShare(event) && record !== null && record.type !== 'RecipientTerminated') {
    const outcome = mayReceive(clause, record, policy);
    if (outcome !== null) outcomes.push(outcome);
  }
  return outcomes;
}

const bare = (name: string): string => name.normalize('NFKC').split(/\s+/).join('');

/**
 * A recipient must be of a class that the clause lists, and where the clause only names some of that class, be one of those by its legal name:
 * any name that the policy prints for that recipient will do. One whom the policy prints under other names cannot be shown to be the same.
 */
function mayReceive(clause: OracleClause, record: Fact, policy: OraclePolicy): 'violation' | 'gap' | null {
  const [code, name] = [text(record, 'recipient'), bare(text(record, 'legalName') ?? '')];
  const printed = [...policy.clauses.values()]
    .flatMap(({ recipients }) => recipients.filter((one) => one.named && one.code === code))
    .map((one) => bare(one.printed));
  const ofClass = clause.recipients.filter((one) => one.class === text(record, 'recipientClass'));
  if (ofClass.length === 0) return 'violation';
  const another = printed.length > 0 && !printed.includes(name);
  if (ofClass.every(({ named }) => named)) return ofClass.some((one) => bare(one.printed) === name || (one.code === code && !another)) ? null : 'violation';
  return another ? 'gap' : null;
}

/** The recipient was registered then, with what the person is told of a provision: contact, purpose, method, items (none stated: not limited). */
function r20(event: Fact, { registers }: World): readonly ('violation' | 'gap')[] {
  if (!isShare(event)) return [];
  const record = recordOf(event, registers);
  if (record === null) return ['gap'];
  if (record.type === 'RecipientTerminated') return ['violation'];
  if (provision(event, registers) === 'no') return [];
  const outcomes: ('violation' | 'gap')[] = [];
  if (text(record, 'contact') === null) outcomes.push('gap');
  if (list(record, 'purposes').length === 0 || list(record, 'methods').length === 0) outcomes.push('gap');
  else if (!list(record, 'purposes').includes(text(event, 'purpose') ?? '')) outcomes.push('violation');
  if (list(record, 'items').length > 0 && list(event, 'items').some((item) => !list(record, 'items').includes(item))) outcomes.push('violation');
  return outcomes;
}
