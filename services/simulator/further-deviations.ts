// What goes wrong with a recipient, a contract, a border, a secret, a child: one fact of the event is changed, and everything else stays true.
import { again, change, expected, hasScene, isCollection, isShare, type DeviationKind, type Fields } from './deviation.ts';
import type { Deviation, Happening } from './journal.ts';
import type { Life } from './journey.ts';
import type { Fault } from './recipients.ts';
import { minuteMs } from './rhythm.ts';
import { isFace, isSensitive, itemsOf } from './scenes.ts';

type Applies = (happening: Happening, life: Life) => boolean;

/** The same fields are changed wherever it fits. */
const changing = (kind: string, applies: Applies, fields: Fields, outcome: Deviation['outcome'], ...rules: readonly string[]): DeviationKind => ({
  kind,
  apply: (life, happening) => applies(happening, life) && change(happening, fields, expected(kind, outcome, ...rules)),
});

/** It goes to a recipient of the right class that is registered with a fault. */
const toFaulty = (kind: string, applies: Applies, fault: Fault, outcome: Deviation['outcome'], ...rules: readonly string[]): DeviationKind => ({
  kind,
  apply: (life, happening) => {
    const twin = happening.clause && applies(happening, life) ? life.world.recipients.faultyOf(happening.clause, fault) : null;
    return twin !== null && change(happening, { recipient: twin.recipient }, expected(kind, outcome, ...rules));
  },
});

const isEntrusted: Applies = ({ event }) => event['mode'] === 'entrusted';
const isStatutory: Applies = ({ event }) => event['mode'] === 'statutory';
/** Provided by contract: the person was told of the recipient, and did not have to agree. */
const isByContract: Applies = ({ event }) => event['mode'] === 'provided' && event['legalBasis'] === '13-2';
const isOwn: Applies = (happening) => isCollection(happening) && happening.event['subjectType'] === undefined;
const isOfSdk: Applies = ({ event }) => event['sdk'] !== undefined;

export const furtherDeviations: readonly DeviationKind[] = [
  changing('child', isOwn, { ageBand: 'under-14' }, 'violation', 'R13', 'R14'),
  changing('under-sixteen', isOwn, { ageBand: 'age-14-to-15' }, 'violation', 'R14'),
  changing('young-without-guardian', isOwn, { ageBand: 'age-16-to-17' }, 'violation', 'R14'),
  {
    kind: 'emergency-untold', // before the policy was shown, and nothing says that it was made good
    apply: (life, happening) => {
      if (!isOwn(happening, life) || itemsOf(happening).some(isFace)) return false;
      const rules = ['R16', ...(itemsOf(happening).some((code) => isSensitive(life, code)) ? ['R11'] : [])];
      const at = life.person.joinsAt - life.random.between(1, 30) * minuteMs;
      return again(life, happening, at, { consent: undefined, legalBasis: '13-4' }, expected('emergency-untold', 'gap', ...rules));
    },
  },
  changing('hidden-without-ground', isShare, { disclosureClass: 'privileged' }, 'violation', 'R17'),
  toFaulty('recipient-without-contact', isByContract, 'no-contact', 'gap', 'R20', 'R22'),
  changing('no-memo', isByContract, { basisEvidence: undefined }, 'gap', 'R22'),
  toFaulty('incomplete-contract', isEntrusted, 'incomplete-contract', 'violation', 'R24'),
  toFaulty('expired-contract', isEntrusted, 'expired-contract', 'violation', 'R25'),
  {
    kind: 'passed-on-unapproved', // by a recipient that may not pass items on
    apply: (life, happening) => {
      if (!isEntrusted(happening, life)) return false;
      const others = life.world.recipients.all.filter(
        ({ recipientClass, recipient }) => recipientClass === 'card-issuer' && recipient !== happening.event['recipient'],
      );
      return change(happening, { from: life.random.pick(others).recipient }, expected('passed-on-unapproved', 'violation', 'R27'));
    },
  },
  toFaulty('unsupervised', isEntrusted, 'unsupervised', 'violation', 'R31'),
  changing('joint-without-agreement', isByContract, { mode: 'joint' }, 'gap', 'R32'),
  changing('taken-over-untold', isEntrusted, { mode: 'transferred' }, 'gap', 'R33'),
  changing('published', isEntrusted, { mode: 'published' }, 'violation', 'R34'),
  toFaulty('within-the-group', isEntrusted, 'in-group', 'violation', 'R35'),
  {
    kind: 'password-shared', // no clause lists it for that (R07), and it is nothing to hand on
    apply: (life, happening) => {
      if (!isEntrusted(happening, life) || happening.clause?.openEnded === true) return false;
      return change(happening, { items: [...itemsOf(happening), 'gesture_password'] }, expected('password-shared', 'violation', 'R07', 'R37'));
    },
  },
  {
    kind: 'sdk-of-another-platform',
    apply: (life, happening) => {
      if (!isOfSdk(happening, life)) return false;
      const platform = life.person.platform === 'ios' ? 'android' : 'ios';
      return change(happening, { platform }, expected('sdk-of-another-platform', 'violation', 'R38'));
    },
  },
  toFaulty('foreign-authority', isStatutory, 'foreign', 'violation', 'R39', 'R40', 'R41'),
  changing('sent-abroad', isEntrusted, { recipientCountry: 'SG' }, 'violation', 'R40', 'R41'),
  changing('stored-abroad', isOwn, { storageLocation: 'SG' }, 'violation', 'R41'),
  changing('adverse-untold', isEntrusted, { adverse: true }, 'gap', 'R43'),
  toFaulty('credit-agency-without-licence', isStatutory, 'no-licence', 'gap', 'R44'),
  changing('laundering-suspicion-told', isEntrusted, { disclosureClass: 'suppressed-aml', exemptionGround: '反洗钱法 7' }, 'violation', 'R45'),
  changing('product-without-retention', isOwn, { product: 'gift-card' }, 'gap', 'R65'),
  changing('no-origin', (happening) => isShare(happening) && happening.event['mode'] !== 'sdk-direct', { causedBy: undefined }, 'gap', 'R97'),
  {
    kind: 'entrusted-to-a-handler', // stated as entrusted by consent, and in truth a provision without a separate one
    apply: (life, happening) => {
      if (!isByContract(happening, life) || life.general.withdrawn || hasScene(life, happening.event['purpose'])) return false;
      const rules = ['R21', ...(itemsOf(happening).some((code) => isSensitive(life, code)) ? ['R10'] : [])];
      const fields = { mode: 'entrusted', legalBasis: '13-1', basisEvidence: undefined };
      return change(happening, fields, expected('entrusted-to-a-handler', 'violation', ...rules));
    },
  },
];
