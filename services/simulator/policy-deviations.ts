// Practice that departs from the published policy: another recipient, item, purpose or clause than it prints.
import type { Clause } from '../core/policy/registry.ts';
import { change, expected, hasScene, isShare, type DeviationKind } from './deviation.ts';
import type { Deviation, Happening } from './journal.ts';
import type { Life } from './journey.ts';
import type { SimulatedRecipient } from './recipients.ts';
import { isFace, isSensitive, itemsOf } from './scenes.ts';

/** What a share that ought to rest on a separate consent lacks when it leaves it: that consent, also for its sensitive items, and a written one for credit. */
function unconsented(life: Life, { separate, event }: Happening, items: readonly string[]): readonly string[] {
  if (!separate) return [];
  return ['R21', ...(items.some((code) => isSensitive(life, code)) ? ['R10'] : []), ...(event['purpose'] === 'credit-enquiry' ? ['R12'] : [])];
}

/**
 * What else is wrong when it goes to somebody else: a handler that is not registered for the purpose (R20), or of whom the person was not told
 * where there is no consent (R22); a processor whose contract is for other purposes (R25). Null: nobody, of whom nothing is registered.
 */
function misdirected({ event }: Happening, to: SimulatedRecipient | null): readonly string[] {
  const { mode, legalBasis, purpose } = event;
  if (mode !== 'provided' && mode !== 'entrusted') return [];
  const forIt = to === null || to.purposes.includes(String(purpose));
  if (to?.role === 'processor') return forIt ? [] : [mode === 'entrusted' ? 'R25' : 'R20'];
  if (to === null && mode === 'entrusted') return [];
  return [...(forIt ? [] : ['R20']), ...(legalBasis === '13-1' ? [] : ['R22'])];
}

/** Whether a separate consent of this person, in force or taken back, is about that recipient and purpose. */
const agreedTo = (life: Life, recipient: unknown, purpose: unknown): boolean =>
  [...life.separate.values()].some((agreed) => agreed.recipient.recipient === recipient && agreed.purpose === purpose);

/** A scene's consent that names no recipient might cover a provision for the same purpose. */
const isTakenElsewhere = (life: Life, { separate }: Happening): boolean => separate !== null && hasScene(life, separate.purpose);

const isListed = (clause: Clause, code: string): boolean => clause.items.some((item) => item.code === code);

function withUndeclaredItem(life: Life, clause: Clause, happening: Happening): { readonly items: readonly string[] } {
  const outside = [...life.world.version.items.values()].filter(
    ({ code, sensitive, category }) => !sensitive && category !== 'authentication' && !isListed(clause, code),
  );
  return { items: [...(happening.event['items'] as readonly string[]), life.random.pick(outside).code] };
}

/** The separate consent that it rests on and cites does not reach so far (R21, R03); sensitive items are covered as before. */
function undeclared(kind: string, outcome: Deviation['outcome'], { separate, event }: Happening): Deviation {
  if (!separate) return expected(kind, outcome, 'R07');
  return expected(kind, 'violation', 'R07', 'R03', 'R21', ...(event['purpose'] === 'credit-enquiry' ? ['R12'] : []));
}

export const policyDeviations: readonly DeviationKind[] = [
  {
    kind: 'wrong-recipient', // registered, but of a class that the clause does not allow
    apply: (life, happening) => {
      if (!isShare(happening) || !happening.clause) return false;
      const other = life.random.pick(life.world.recipients.notOf(happening.clause));
      const { recipient } = other;
      if (agreedTo(life, recipient, happening.event['purpose']) || isTakenElsewhere(life, happening) || life.told.has(recipient)) return false;
      const rules = ['R07', ...unconsented(life, happening, itemsOf(happening)), ...misdirected(happening, other)];
      return change(happening, { recipient }, expected('wrong-recipient', 'violation', ...rules));
    },
  },
  {
    kind: 'unregistered-recipient', // nothing is known of it, so R07 cannot compare its class
    apply: (life, happening) => {
      if (!isShare(happening) || isTakenElsewhere(life, happening)) return false;
      const rules = ['R20', ...unconsented(life, happening, itemsOf(happening)), ...misdirected(happening, null)];
      const deviation = expected('unregistered-recipient', happening.separate ? 'violation' : 'gap', ...rules);
      return change(happening, { recipient: `unknown-vendor-${life.random.between(1, 3)}` }, deviation);
    },
  },
  {
    kind: 'undeclared-item',
    apply: (life, happening) => {
      const { clause } = happening;
      if (!clause || clause.openEnded === true) return false;
      return change(happening, withUndeclaredItem(life, clause, happening), undeclared('undeclared-item', 'violation', happening));
    },
  },
  {
    kind: 'undeclared-item-open-ended', // the clause points elsewhere: it cannot be shown to cover the item
    apply: (life, happening) => {
      const { clause } = happening;
      if (clause?.openEnded !== true) return false;
      return change(happening, withUndeclaredItem(life, clause, happening), undeclared('undeclared-item-open-ended', 'gap', happening));
    },
  },
  {
    kind: 'wrong-purpose', // the tick box is for every purpose (R02 holds), a separate consent for one
    apply: (life, happening) => {
      const { clause, event } = happening;
      const purpose = life.random.pick([...life.world.version.purposes.keys()].filter((code) => !clause?.purposes.includes(code)));
      if (agreedTo(life, event['recipient'], purpose) || hasScene(life, purpose) || purpose.startsWith('credit-')) return false;
      const { mode } = event;
      const to = life.world.recipients.all.find(({ recipient }) => recipient === event['recipient']);
      const rules = [
        ...(happening.separate ? ['R03', 'R21'] : []),
        ...(event['legalBasis'] === '13-1' && itemsOf(happening).some((code) => isSensitive(life, code)) ? ['R10'] : []),
        ...(itemsOf(happening).some(isFace) && event['legalBasis'] !== '13-3' ? ['R51'] : []),
        ...((mode === 'provided' || mode === 'entrusted') && to && !to.purposes.includes(purpose) ? [mode === 'provided' ? 'R20' : 'R25'] : []),
      ];
      return change(happening, { purpose }, expected('wrong-purpose', 'violation', 'R07', ...rules));
    },
  },
  { kind: 'unknown-clause', apply: (_life, happening) => change(happening, { clause: '9.9.9' }, expected('unknown-clause', 'violation', 'R07')) },
  {
    kind: 'unknown-policy-version',
    apply: (_life, happening) => {
      const rules = ['R07', ...(happening.event['subjectType'] === 'payee' ? [] : ['R06'])]; // a version that was not shown to the person either
      return change(happening, { policyVersion: 'webank-app/7.0' }, expected('unknown-policy-version', 'gap', ...rules));
    },
  },
];
