// The rules that ask for consents, notices, age, secrecy and restriction of one person: R03, R05, R06, R10 to R17, R51, R65, R69, R97.
import { consentBefore, isWithdrawn, stateOf } from './consents.ts';
import { instant, list, precedes, text, type Fact } from './facts.ts';
import type { OraclePolicy } from './read-policies.ts';
import type { World } from './rules.ts';
import { isShare, provision } from './shares.ts';

type Outcome = 'violation' | 'gap';
export type OracleRule = readonly [string, (event: Fact, world: World) => readonly Outcome[]];

const separateKinds = ['separate', 'written'];
const by = (event: Fact, ...bases: readonly string[]): boolean => bases.includes(text(event, 'legalBasis') ?? 'unknown');
const isStored = (event: Fact): boolean => event.type === 'PersonalDataUsed' && text(event, 'activity') === 'stored';
const within = (scope: readonly string[], values: readonly string[]): boolean => scope.length === 0 || values.every((value) => scope.includes(value));
const has = (fact: Fact, ...elements: readonly string[]): boolean => elements.every((element) => list(fact, 'elements').includes(element));
const policyOf = (event: Fact, { policies }: World): OraclePolicy | null => policies.find(({ id }) => id === text(event, 'policyVersion')) ?? null;
const sensitiveOf = (event: Fact, world: World): readonly string[] =>
  list(event, 'items').filter((item) => policyOf(event, world)?.sensitive.has(item) === true);
const before = (event: Fact, type: string, { person }: World): readonly Fact[] => person.filter((fact) => fact.type === type && precedes(fact, event));

/** The ways of handling (PIPL 4) that a consent may have named for this act. */
function methods(event: Fact): readonly string[] {
  if (event.type === 'PersonalDataCollected') return ['collect'];
  if (event.type === 'PersonalDataUsed') return isStored(event) ? ['store'] : ['use', 'process'];
  const also = { published: ['publish'], entrusted: ['provide', 'entrust'], 'sdk-direct': ['provide', 'collect'] };
  return also[(text(event, 'mode') ?? '') as keyof typeof also] ?? ['provide'];
}

const visible = (event: Fact): boolean => (text(event, 'disclosureClass') ?? 'subject-visible') === 'subject-visible';
const mustBeTold = (event: Fact): boolean => ['customer', 'unknown'].includes(text(event, 'subjectType') ?? 'customer') && visible(event);

const toldWhole = (event: Fact, world: World): boolean =>
  before(event, 'NoticeShown', world).some(
    (notice) =>
      text(notice, 'policyVersion') === text(event, 'policyVersion') &&
      within(list(notice, 'purposes'), [text(event, 'purpose') ?? '']) &&
      has(notice, 'name', 'contact', 'purpose', 'method', 'items', 'retention', 'rights'),
  );

const toldOf = (event: Fact, world: World): boolean =>
  before(event, 'NoticeShown', world).some((notice) => text(notice, 'recipient') === text(event, 'recipient') && has(notice, 'name', 'contact'));

const guardian = (event: Fact, world: World): boolean =>
  before(event, 'ConsentGranted', world).some(
    (consent) =>
      text(consent, 'kind') === 'guardian' &&
      !before(event, 'ConsentWithdrawn', world).some((fact) => text(fact, 'consent') === text(consent, 'consent') && precedes(consent, fact)),
  );

const when = (is: boolean, outcome: Outcome): readonly Outcome[] => (is ? [outcome] : []);

export const personRules: readonly OracleRule[] = [
  [
    'R03',
    (event, world) => {
      const cited = before(event, 'ConsentGranted', world).filter((fact) => text(fact, 'consent') === text(event, 'consent'));
      if (!by(event, '13-1') || text(event, 'consent') === null || cited.length === 0) return [];
      const reach = cited.filter(
        (consent) =>
          within(list(consent, 'purposes'), [text(event, 'purpose') ?? '']) &&
          within(list(consent, 'items'), list(event, 'items')) &&
          (list(consent, 'methods').length === 0 || methods(event).some((method) => list(consent, 'methods').includes(method))) &&
          (instant(consent, 'validUntil') ?? Number.POSITIVE_INFINITY) >= event.at,
      );
      return when(reach.length === 0, 'violation');
    },
  ],
  [
    'R05',
    (event, world) => {
      if (by(event, '13-1', 'unknown')) return [];
      const about = before(event, 'ConsentGranted', world).filter(
        (consent) =>
          list(consent, 'purposes').includes(text(event, 'purpose') ?? '') &&
          (text(consent, 'recipient') === null || text(consent, 'recipient') === (isShare(event) ? text(event, 'recipient') : null)) &&
          (list(consent, 'items').length === 0 || list(event, 'items').some((item) => list(consent, 'items').includes(item))),
      );
      if (stateOf(about, event, world.person) !== 'withdrawn') return [];
      // Lapsing is no withdrawal.
      if (!about.some((consent) => isWithdrawn(consent, event, world.person))) return [];
      return [text(event, 'basisEvidence') === null ? 'violation' : 'gap'];
    },
  ],
  ['R06', (event, world) => when(mustBeTold(event) && !by(event, '13-4') && !toldWhole(event, world), 'gap')],
  [
    'R10',
    (event, world) => {
      const sensitive = sensitiveOf(event, world);
      if (!by(event, '13-1') || isStored(event) || sensitive.length === 0) return [];
      return when(consentBefore(event, separateKinds, false, world.person, sensitive) !== 'given', 'violation');
    },
  ],
  [
    'R11',
    (event, world) => {
      const sensitive = sensitiveOf(event, world);
      if (sensitive.length === 0 || !mustBeTold(event)) return [];
      const elements = ['necessity', 'impact', ...(sensitive.some((item) => item.startsWith('face_')) ? ['retention'] : [])];
      const told = before(event, 'NoticeShown', world).filter(
        (notice) => has(notice, ...elements) && within(list(notice, 'purposes'), [text(event, 'purpose') ?? '']) && within(list(notice, 'items'), sensitive),
      );
      return when(told.length === 0, 'gap');
    },
  ],
  [
    'R12',
    (event, world) =>
      when(
        isShare(event) &&
          /^credit-(enquiry|reporting)$/.test(text(event, 'purpose') ?? '') &&
          consentBefore(event, ['written'], false, world.person) !== 'given',
        'violation',
      ),
  ],
  [
    'R13',
    (event, world) => {
      const age = text(event, 'ageBand') ?? 'unknown';
      if (age === 'adult' || age === 'unknown') return [];
      const looked = event.type === 'PersonalDataUsed' && text(event, 'activity') === 'accessed' && text(event, 'approver') === null;
      const child: readonly Outcome[] = age === 'under-14' ? [guardian(event, world) ? 'gap' : 'violation'] : [];
      return [...when(looked, 'violation'), ...child];
    },
  ],
  [
    'R14',
    (event, world) => {
      const age = text(event, 'ageBand') ?? 'unknown';
      if (event.type !== 'PersonalDataCollected') return [];
      return when(age === 'under-14' || age === 'age-14-to-15' || (age === 'age-16-to-17' && !guardian(event, world)), 'violation');
    },
  ],
  ['R16', (event, world) => when(by(event, '13-4') && !toldWhole(event, world), 'gap')],
  [
    'R17',
    (event) => {
      if (visible(event)) return [];
      if (text(event, 'disclosureClass') === 'unknown') return ['gap'];
      return when(text(event, 'exemptionGround') === null, 'violation');
    },
  ],
  [
    'R22',
    (event, world) => {
      if (provision(event, world.registers) !== 'yes' || by(event, '13-1', 'unknown')) return [];
      return [...when(text(event, 'basisEvidence') === null, 'gap'), ...when(visible(event) && !toldOf(event, world), 'gap')];
    },
  ],
  ['R33', (event, world) => when(isShare(event) && text(event, 'mode') === 'transferred' && !toldOf(event, world), 'gap')],
  [
    'R43',
    (event, world) =>
      when(
        isShare(event) && event.fields['adverse'] === true && !before(event, 'NoticeShown', world).some((notice) => has(notice, 'adverse-information')),
        'gap',
      ),
  ],
  [
    'R51',
    (event, world) => {
      const faces = list(event, 'items').filter((item) => item === 'face_image' || item === 'face_video');
      if (event.type === 'PersonalDataUsed' || faces.length === 0) return [];
      if (by(event, '13-3', '13-7') && text(event, 'basisEvidence') !== null) return [];
      return when(consentBefore(event, separateKinds, false, world.person, faces) !== 'given', 'violation');
    },
  ],
  [
    'R65',
    (event, world) => {
      const [policy, product] = [policyOf(event, world), text(event, 'product')];
      return when(policy !== null && product !== null && !policy.retentionYears.has(product), 'gap');
    },
  ],
  ['R69', (event, world) => when(usesWhatIsRestricted(event, world), 'violation')],
  [
    'R97',
    (event) => {
      const flows = (isShare(event) && text(event, 'mode') !== 'sdk-direct') || (event.type === 'PersonalDataUsed' && text(event, 'activity') === 'derived');
      return when(flows && list(event, 'causedBy').length === 0, 'gap');
    },
  ],
];

/** The bank does more with restricted items than keep them or give them to an authority, and nothing brought them anew since. */
function usesWhatIsRestricted(event: Fact, world: World): boolean {
  const uses = event.type === 'PersonalDataUsed' && !isStored(event);
  const hands = isShare(event) && (text(event, 'from') ?? 'webank') === 'webank' && !['statutory', 'sdk-direct'].includes(text(event, 'mode') ?? '');
  if (!uses && !hands) return false;
  return before(event, 'PersonalDataDeleted', world).some((restriction) => {
    if (text(restriction, 'method') !== 'restricted' || text(restriction, 'at') !== 'webank') return false;
    if (text(restriction, 'purpose') !== null && text(restriction, 'purpose') !== text(event, 'purpose')) return false;
    const about = list(restriction, 'items').length === 0 || list(event, 'items').some((item) => list(restriction, 'items').includes(item));
    const anew = [
      ...before(event, 'RelationshipStarted', world),
      ...before(event, 'ConsentGranted', world).filter((consent) => within(list(consent, 'purposes'), [text(event, 'purpose') ?? ''])),
    ];
    return about && !anew.some((fact) => fact.at >= restriction.at);
  });
}
