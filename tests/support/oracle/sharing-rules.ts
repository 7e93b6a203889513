// The rules that ask for the register, the contract, the country and the platform: R23 to R27, R31, R32, R34, R35, R37 to R41, R44, R45.
import { consentBefore } from './consents.ts';
import { instant, list, text, type Fact } from './facts.ts';
import type { OracleRule } from './person-rules.ts';
import type { World } from './rules.ts';
import { isShare, provision, recordOf } from './shares.ts';

type Outcome = 'violation' | 'gap';

const when = (is: boolean, outcome: Outcome): readonly Outcome[] => (is ? [outcome] : []);
const separately = (event: Fact, { person }: World): boolean => consentBefore(event, ['separate', 'written'], true, person) === 'given';
const byConsent = (event: Fact): boolean => text(event, 'legalBasis') === '13-1';

/** The recipient's record, when there is a registered one. */
function record(event: Fact, { registers }: World): Fact | null {
  const found = isShare(event) ? recordOf(event, registers) : null;
  return found?.type === 'RecipientTerminated' ? null : found;
}
const role = (found: Fact): string => text(found, 'role') ?? 'unknown';
/** Handed to a processor as such. */
const entrusted = (event: Fact, world: World): Fact | null => {
  const found = record(event, world);
  return found !== null && text(event, 'mode') === 'entrusted' && role(found) === 'processor' ? found : null;
};

function countries(event: Fact, world: World): readonly string[] {
  const found = record(event, world);
  const stated = [text(event, 'storageLocation'), text(event, 'recipientCountry'), found && (text(found, 'country') ?? 'CN')];
  return stated.filter((country) => country !== null);
}
const abroad = (event: Fact, world: World): boolean => countries(event, world).some((country) => country !== 'CN');

export const sharingRules: readonly OracleRule[] = [
  [
    'R23',
    (event, world) => {
      if (!byConsent(event) || provision(event, world.registers) === 'no' || !separately(event, world)) return [];
      const changes = world.registers.filter(
        (fact) =>
          fact.type === 'RecipientChanged' &&
          text(fact, 'recipient') === text(event, 'recipient') &&
          fact.at <= event.at &&
          list(fact, 'changed').some((field) => field === 'purposes' || field === 'methods'),
      );
      if (changes.length === 0) return [];
      const newest = Math.max(...changes.map(({ at }) => at));
      // The consents that there were then are gone for this question.
      const since = world.person.filter((fact) => fact.type !== 'ConsentGranted' || fact.at >= newest);
      return when(!separately(event, { ...world, person: since }), 'violation');
    },
  ],
  [
    'R24',
    (event, world) => {
      const found = entrusted(event, world);
      if (found === null) return [];
      if (text(found, 'contract') === null) return ['gap'];
      const missing = (...elements: readonly string[]): boolean => elements.some((element) => !list(found, 'contractElements').includes(element));
      if (missing('purpose', 'term', 'method', 'items', 'protection', 'duties')) return ['violation'];
      return when(missing('return-or-deletion', 'incident-report'), 'gap');
    },
  ],
  [
    'R25',
    (event, world) => {
      const found = entrusted(event, world);
      if (found === null || text(found, 'contract') === null) return [];
      const [from, until] = [instant(found, 'contractValidFrom'), instant(found, 'contractValidUntil')];
      const purposes = list(found, 'purposes');
      const tooMuch = list(found, 'items').length > 0 && list(event, 'items').some((item) => !list(found, 'items').includes(item));
      return [
        ...when(from === null && until === null, 'gap'),
        ...when((from ?? event.at) > event.at || (until ?? event.at) < event.at, 'violation'),
        ...when(purposes.length === 0, 'gap'),
        ...when(purposes.length > 0 && !purposes.includes(text(event, 'purpose') ?? ''), 'violation'),
        ...when(tooMuch, 'violation'),
      ];
    },
  ],
  [
    'R27',
    (event, { registers }) => {
      const from = text(event, 'from') ?? 'webank';
      if (!isShare(event) || from === 'webank') return [];
      const giver = recordOf(event, registers, from);
      if (giver === null || giver.type === 'RecipientTerminated') return ['gap'];
      return when(!list(giver, 'subProcessors').includes(text(event, 'recipient') ?? ''), 'violation');
    },
  ],
  [
    'R31',
    (event, world) => {
      const found = record(event, world);
      if (found === null || role(found) === 'state-organ') return [];
      const types = ['RecipientRegistered', 'RecipientChanged', 'RecipientTerminated'];
      const entries = world.registers.filter((fact) => types.includes(fact.type) && text(fact, 'recipient') === text(event, 'recipient'));
      const looked = Math.max(Math.min(...entries.map(({ at }) => at)), instant(found, 'supervisedAt') ?? Number.NEGATIVE_INFINITY);
      const shanghaiMs = 8 * 3_600_000;
      const year = new Date(looked + shanghaiMs);
      year.setUTCFullYear(year.getUTCFullYear() + 1);
      return when(year.getTime() - shanghaiMs <= event.at, 'violation');
    },
  ],
  [
    'R32',
    (event, world) => {
      const found = record(event, world);
      if (found === null || (text(event, 'mode') !== 'joint' && role(found) !== 'joint')) return [];
      const agreed = ['rights-split', 'rights-contact', 'incident-report'].every((element) => list(found, 'contractElements').includes(element));
      return when(text(found, 'contract') === null || !agreed, 'gap');
    },
  ],
  [
    'R34',
    (event, world) => {
      if (!isShare(event) || text(event, 'mode') !== 'published') return [];
      return [...when(!separately(event, world), 'violation'), ...when(text(event, 'pia') === null, 'gap'), ...when(text(event, 'approver') === null, 'gap')];
    },
  ],
  [
    'R35',
    (event, world) => {
      const found = record(event, world);
      const policy = world.policies.find(({ id }) => id === text(event, 'policyVersion'));
      const inGroup = found !== null && (found.fields['inGroup'] === true || role(found) === 'group');
      if (!inGroup || !list(event, 'items').some((item) => policy?.sensitive.has(item) === true)) return [];
      return [separately(event, world) ? 'gap' : 'violation'];
    },
  ],
  [
    'R37',
    (event, { policies }) => {
      const policy = policies.find(({ id }) => id === text(event, 'policyVersion'));
      if (!isShare(event) || ['statutory', 'sdk-direct', 'transferred', 'published'].includes(text(event, 'mode') ?? '')) return [];
      return when(
        list(event, 'items').some((item) => policy?.authentication.has(item) === true),
        'gap',
      );
    },
  ],
  [
    'R38',
    (event, { policies }) => {
      const policy = policies.find(({ id }) => id === text(event, 'policyVersion'));
      const clause = policy?.clauses.get(text(event, 'clause') ?? '');
      const cited = clause?.kind === 'sdk' ? clause.id : null;
      const sdk = text(event, 'sdk') ?? cited;
      if (!policy || sdk === null) return [];
      const row = policy.clauses.get(sdk);
      if (row?.kind !== 'sdk') return ['violation'];
      const platform = text(event, 'platform') ?? 'unknown';
      return [
        ...when(cited !== null && cited !== sdk, 'violation'),
        ...when(platform === 'unknown', 'gap'),
        ...when(platform !== 'unknown' && platform !== row.platform, 'violation'),
      ];
    },
  ],
  [
    'R39',
    (event, world) => {
      const found = record(event, world);
      const foreign = found !== null && role(found) === 'state-organ' && (text(found, 'country') ?? 'CN') !== 'CN';
      return when(foreign && text(event, 'transferMechanism') === null, 'violation');
    },
  ],
  [
    'R40',
    (event, world) => {
      if (!isShare(event) || !abroad(event, world)) return [];
      return [text(event, 'transferMechanism') === null ? 'violation' : 'gap', ...when(byConsent(event) && !separately(event, world), 'violation')];
    },
  ],
  ['R41', (event, world) => when(abroad(event, world), 'violation')],
  [
    'R44',
    (event, world) => {
      const found = record(event, world);
      return when(found !== null && role(found) === 'credit-bureau' && text(found, 'licence') === null, 'gap');
    },
  ],
  [
    'R45',
    (event, world) => {
      if (!isShare(event) || text(event, 'disclosureClass') !== 'suppressed-aml') return [];
      const found = record(event, world);
      return found === null ? ['gap'] : when(role(found) !== 'state-organ', 'violation');
    },
  ],
];
