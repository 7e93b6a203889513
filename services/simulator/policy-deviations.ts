// Practice that departs from the published policy: another recipient, item, purpose or clause than it prints.
import type { Clause } from '../core/policy/registry.ts';
import { change, expected, isShare, type DeviationKind } from './deviation.ts';
import type { Deviation, Happening } from './journal.ts';
import type { Life } from './journey.ts';

/** A separate consent names recipient, items and purpose: a provision that leaves one of them has none, so R21 speaks too. */
function found(kind: string, outcome: Deviation['outcome'], rule: string, { separate }: Happening): Deviation {
  return separate ? expected(kind, 'violation', rule, 'R21') : expected(kind, outcome, rule);
}

/** Whether a separate consent of this person, in force or taken back, is about that recipient and purpose. */
const agreedTo = (life: Life, recipient: unknown, purpose: unknown): boolean =>
  [...life.separate.values()].some((agreed) => agreed.recipient.recipient === recipient && agreed.purpose === purpose);

const isListed = (clause: Clause, code: string): boolean => clause.items.some((item) => item.code === code);

function withUndeclaredItem(life: Life, clause: Clause, happening: Happening): { readonly items: readonly string[] } {
  const outside = [...life.world.version.items.keys()].filter((code) => !isListed(clause, code));
  return { items: [...(happening.event['items'] as readonly string[]), life.random.pick(outside)] };
}

export const policyDeviations: readonly DeviationKind[] = [
  {
    kind: 'wrong-recipient', // registered, but of a class that the clause does not allow
    apply: (life, happening) => {
      if (!isShare(happening) || !happening.clause) return false;
      const { recipient } = life.random.pick(life.world.recipients.notOf(happening.clause));
      if (agreedTo(life, recipient, happening.event['purpose'])) return false;
      return change(happening, { recipient }, found('wrong-recipient', 'violation', 'R07', happening));
    },
  },
  {
    kind: 'unregistered-recipient', // nothing is known of it, so R07 cannot compare its class
    apply: (life, happening) =>
      isShare(happening) &&
      change(happening, { recipient: `unknown-vendor-${life.random.between(1, 3)}` }, found('unregistered-recipient', 'gap', 'R20', happening)),
  },
  {
    kind: 'undeclared-item',
    apply: (life, happening) => {
      const { clause } = happening;
      if (!clause || clause.openEnded === true) return false;
      return change(happening, withUndeclaredItem(life, clause, happening), found('undeclared-item', 'violation', 'R07', happening));
    },
  },
  {
    kind: 'undeclared-item-open-ended', // the clause points elsewhere: it cannot be shown to cover the item
    apply: (life, happening) => {
      const { clause } = happening;
      if (clause?.openEnded !== true) return false;
      return change(happening, withUndeclaredItem(life, clause, happening), found('undeclared-item-open-ended', 'gap', 'R07', happening));
    },
  },
  {
    kind: 'wrong-purpose', // the tick box is for every purpose (R02 holds), a separate consent for one
    apply: (life, happening) => {
      const { clause, event } = happening;
      const purpose = life.random.pick([...life.world.version.purposes.keys()].filter((code) => !clause?.purposes.includes(code)));
      if (agreedTo(life, event['recipient'], purpose)) return false;
      return change(happening, { purpose }, found('wrong-purpose', 'violation', 'R07', happening));
    },
  },
  { kind: 'unknown-clause', apply: (_life, happening) => change(happening, { clause: '9.9.9' }, expected('unknown-clause', 'violation', 'R07')) },
  {
    kind: 'unknown-policy-version',
    apply: (_life, happening) => change(happening, { policyVersion: 'webank-app/7.0' }, expected('unknown-policy-version', 'gap', 'R07')),
  },
];
