// What goes wrong on purpose, and what it must be found as. Decided here from what the simulator itself did; the product's rules are not asked.
import { formatInstant } from '../core/domain/instants.ts';
import type { Instant } from '../core/domain/vocabulary.ts';
import type { Deviation, EventJson, Happening } from './journal.ts';
import type { Life } from './journey.ts';
import { hourMs, minuteMs } from './rhythm.ts';

/** One way to go wrong. `apply` changes the event or notes another; null when it does not fit this event. */
interface Kind {
  readonly kind: string;
  readonly apply: (life: Life, happening: Happening) => boolean;
}

/** Goes through a life and lets a share of what was collected and shared go wrong. */
export function deviate(life: Life, rate: number): void {
  for (const happening of life.journal.happenings.slice()) {
    if (happening.clause === null || happening.deviation || happening.event.type === 'PersonalDataUsed' || !life.random.chance(rate)) continue;
    const start = life.random.between(0, kinds.length - 1);
    for (let i = 0; i < kinds.length; i += 1) if (kinds[(start + i) % kinds.length]?.apply(life, happening)) break;
  }
}

const change = (happening: Happening, fields: Readonly<Record<string, unknown>>, deviation: Deviation): true => {
  happening.event = { ...happening.event, ...fields };
  happening.deviation = deviation;
  return true;
};

/** The same act again at another time, as an event of its own. */
function again(life: Life, { event, clause }: Happening, at: Instant, fields: Readonly<Record<string, unknown>>, deviation: Deviation): true {
  const { type, producer, sourceEventId: _id, dataSubject: _subject, identifier: _identifier, occurredAt: _at, ...rest } = event;
  life.journal.note(at, type, producer, { ...rest, ...fields }, clause).deviation = deviation;
  return true;
}

const expect = (kind: string, outcome: Deviation['outcome'], ...rules: readonly string[]): Deviation => ({ kind, outcome, rules });
const isShare = ({ event }: Happening): boolean => event.type === 'PersonalDataShared';
/** A separate consent names recipient, items and purpose: whoever leaves one of them has none, and R21 speaks too. */
const withR21 = (happening: Happening, ...rules: readonly string[]): readonly string[] => (happening.separate ? [...rules, 'R21'].toSorted() : rules);

/** Whether another separate consent of this person happens to cover the changed event. */
const coveredOtherwise = (life: Life, recipient: unknown, purpose: unknown): boolean =>
  [...life.separate.values()].some((agreed) => agreed.recipient.recipient === recipient && agreed.purpose === purpose);

const kinds: readonly Kind[] = [
  {
    kind: 'share-without-consent', // an hour before the separate consent, when there was only the tick box
    apply: (life, happening) => {
      const agreed = happening.separate;
      const at = (agreed?.at ?? 0) - hourMs;
      if (!agreed || at <= life.general.at + minuteMs || [...life.separate.values()].some((other) => other !== agreed && other.recipient === agreed.recipient))
        return false;
      return again(
        life,
        happening,
        at,
        { consent: undefined, causedBy: undefined, references: undefined },
        expect('share-without-consent', 'violation', 'R21'),
      );
    },
  },
  {
    kind: 'share-after-withdrawal',
    apply: (life, happening) => {
      const withdrawn = happening.separate?.withdrawn;
      const at = (withdrawn?.at ?? 0) + hourMs;
      if (
        !withdrawn ||
        at >= life.world.to ||
        [...life.separate.values()].some((other) => other !== happening.separate && other.recipient === happening.separate?.recipient)
      )
        return false;
      return again(life, happening, at, { references: undefined }, expect('share-after-withdrawal', 'violation', 'R04', 'R21'));
    },
  },
  {
    kind: 'wrong-recipient', // registered, but of a class that the clause does not allow
    apply: (life, happening) => {
      if (!isShare(happening) || !happening.clause) return false;
      const { recipient } = life.random.pick(life.world.recipients.notOf(happening.clause));
      if (coveredOtherwise(life, recipient, happening.event['purpose'])) return false;
      return change(happening, { recipient }, expect('wrong-recipient', 'violation', ...withR21(happening, 'R07')));
    },
  },
  {
    kind: 'unregistered-recipient', // nothing is known of it: a gap, and without a consent for it a violation
    apply: (life, happening) => {
      if (!isShare(happening)) return false;
      const rules = withR21(happening, 'R20');
      return change(
        happening,
        { recipient: `unknown-vendor-${life.random.between(1, 3)}` },
        expect('unregistered-recipient', happening.separate ? 'violation' : 'gap', ...rules),
      );
    },
  },
  {
    kind: 'undeclared-item',
    apply: (life, happening) => {
      const { clause, event } = happening;
      const items = event['items'] as readonly string[];
      if (!clause || clause.openEnded === true) return false;
      const listed = new Set(clause.items.map(({ code }) => code));
      const outside = [...life.world.version.items.keys()].filter((code) => !listed.has(code));
      return change(happening, { items: [...items, life.random.pick(outside)] }, expect('undeclared-item', 'violation', ...withR21(happening, 'R07')));
    },
  },
  {
    kind: 'undeclared-item-open-ended', // the clause points elsewhere: it cannot be shown to cover the item
    apply: (life, happening) => {
      const { clause, event } = happening;
      if (clause?.openEnded !== true) return false;
      const listed = new Set(clause.items.map(({ code }) => code));
      const outside = [...life.world.version.items.keys()].filter((code) => !listed.has(code));
      const items = [...(event['items'] as readonly string[]), life.random.pick(outside)];
      return change(happening, { items }, expect('undeclared-item-open-ended', happening.separate ? 'violation' : 'gap', ...withR21(happening, 'R07')));
    },
  },
  {
    kind: 'wrong-purpose',
    apply: (life, happening) => {
      const { clause, event } = happening;
      const others = [...life.world.version.purposes.keys()].filter((purpose) => !clause?.purposes.includes(purpose));
      const purpose = life.random.pick(others);
      if (!clause || coveredOtherwise(life, event['recipient'], purpose)) return false;
      return change(happening, { purpose }, expect('wrong-purpose', 'violation', ...withR21(happening, 'R07')));
    },
  },
  { kind: 'unknown-clause', apply: (_life, happening) => change(happening, { clause: '9.9.9' }, expect('unknown-clause', 'violation', 'R07')) },
  {
    kind: 'unknown-policy-version',
    apply: (_life, happening) => change(happening, { policyVersion: 'webank-app/7.0' }, expect('unknown-policy-version', 'gap', 'R07')),
  },
  { kind: 'no-basis', apply: (_life, happening) => change(happening, { legalBasis: 'unknown', consent: undefined }, expect('no-basis', 'gap', 'R01')) },
  {
    kind: 'unknown-consent',
    apply: (life, happening) =>
      happening.event['legalBasis'] === '13-1' && change(happening, { consent: `none-${life.person.number}` }, expect('unknown-consent', 'gap', 'R01')),
  },
  {
    kind: 'collect-without-consent', // before the policy was agreed to
    apply: (life, happening) => {
      if (happening.event.type !== 'PersonalDataCollected' || happening.event['legalBasis'] !== '13-1') return false;
      return again(
        life,
        happening,
        life.person.joinsAt - life.random.between(1, 30) * minuteMs,
        { consent: undefined },
        expect('collect-without-consent', 'violation', 'R02'),
      );
    },
  },
];

/** Names of all kinds, for the truth. */
export const deviationKinds: readonly string[] = kinds.map(({ kind }) => kind);

/** A content change that keeps the identity: what a conflict is. */
export const otherContent = (event: EventJson, at: Instant): EventJson => ({ ...event, occurredAt: formatInstant(at + minuteMs) });
