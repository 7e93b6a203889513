// Who gets data in the simulated world: the recipients that the policy prints by name, and an invented one or two for each class it only describes.
import type { Clause, ClauseRecipient, PolicyVersion } from '../core/policy/registry.ts';
import { onceFor } from './once-for.ts';
import { dayMs } from './rhythm.ts';

export interface SimulatedRecipient {
  readonly recipient: string;
  readonly recipientClass: string;
  readonly legalName: string;
  /** Absent for the real ones: the policy prints Chinese names only. */
  readonly nameEn?: string;
  readonly role: string;
  /** Purposes of the clauses that allow it. */
  readonly purposes: readonly string[];
}

/** What may be wrong with a recipient that is registered; each in a twin of its class that nobody uses but by mistake. */
export type Fault = 'incomplete-contract' | 'expired-contract' | 'unsupervised' | 'in-group' | 'no-contact' | 'no-licence' | 'foreign' | 'changed';

/** When the recipient with the fault `changed` changed its methods: this long after the beginning. */
export const changedAfterMs = 45 * dayMs;

export interface FaultyRecipient extends SimulatedRecipient {
  readonly fault: Fault;
}

export interface Recipients {
  readonly all: readonly SimulatedRecipient[];
  /** Those that a clause allows. */
  of(clause: Clause): readonly SimulatedRecipient[];
  /** Those of a class that the clause does not name: registered, and wrong there. */
  notOf(clause: Clause): readonly SimulatedRecipient[];
  /** The twins with a fault. */
  readonly faulty: readonly FaultyRecipient[];
  /** The twin of a class that a clause describes, with that fault. Null when there is none. */
  faultyOf(clause: Clause, fault: Fault): FaultyRecipient | null;
}

/** Classes that have a twin with a fault: those where the fault is the only thing wrong. */
const faults: readonly { readonly fault: Fault; readonly classes: readonly string[]; readonly role?: string }[] = [
  { fault: 'incomplete-contract', classes: ['sms-provider', 'customer-service-processor'] },
  { fault: 'expired-contract', classes: ['sms-provider', 'customer-service-processor'] },
  { fault: 'unsupervised', classes: ['sms-provider', 'clearing-institution'] },
  { fault: 'in-group', classes: ['sms-provider'] },
  { fault: 'changed', classes: ['clearing-institution', 'product-provider', 'mobile-verification-provider'] },
  { fault: 'no-contact', classes: ['clearing-institution'] },
  { fault: 'no-licence', classes: ['verification-authority'], role: 'credit-bureau' },
  { fault: 'foreign', classes: ['authority', 'government-data-source'], role: 'state-organ' },
];

const perClass = 2;
const roles: Readonly<Record<string, string>> = {
  'sms-provider': 'processor',
  'logistics-provider': 'processor',
  'customer-service-processor': 'processor',
  'payment-processor': 'processor',
  'debt-collection-processor': 'processor',
  'litigation-processor': 'processor',
  'credit-agency': 'credit-bureau',
  authority: 'state-organ',
  'government-data-source': 'state-organ',
  successor: 'successor',
};

export function recipientsOf(version: PolicyVersion): Recipients {
  const byClass = new Map<string, SimulatedRecipient[]>();
  const byCode = new Map<string, SimulatedRecipient>();
  const add = (one: SimulatedRecipient): void => {
    if (byCode.has(one.recipient)) return;
    byCode.set(one.recipient, one);
    byClass.set(one.recipientClass, [...(byClass.get(one.recipientClass) ?? []), one]);
  };
  const printed = [...version.clauses.values()].flatMap((clause) => clause.recipients);
  for (const recipient of printed) if (recipient.named) add(named(recipient));
  for (const code of [...new Set(printed.filter((one) => !one.named).map((one) => one.class))].toSorted()) {
    for (let i = 1; i <= perClass; i += 1) add(invented(code, i, version));
  }
  for (const one of byCode.values()) Object.assign(one, { purposes: purposesOf(one, version) });
  const faulty = faults.flatMap(({ fault, classes, role }) =>
    classes.map((code): FaultyRecipient => {
      const like = invented(code, 1, version);
      return { ...like, recipient: `${code}-${fault}.example`, fault, role: role ?? like.role, purposes: purposesOf(like, version) };
    }),
  );
  const all = [...byCode.values()].toSorted((a, b) => (a.recipient < b.recipient ? -1 : 1));
  return {
    all,
    of: onceFor((clause) => [...new Set(clause.recipients.flatMap((one) => allowedBy(one, byCode, byClass)))]),
    faulty,
    faultyOf: (clause, fault) =>
      faulty.find((one) => one.fault === fault && clause.recipients.some((allowed) => !allowed.named && allowed.class === one.recipientClass)) ?? null,
    notOf: onceFor((clause) => all.filter((one) => !clause.recipients.some((allowed) => allowed.class === one.recipientClass))),
  };
}

const purposesOf = ({ recipient, recipientClass }: SimulatedRecipient, version: PolicyVersion): readonly string[] => {
  const allowing = [...version.clauses.values()].filter(({ recipients }) =>
    recipients.some((one) => (one.named ? one.code === recipient : one.class === recipientClass)),
  );
  return [...new Set(allowing.flatMap(({ purposes }) => purposes))];
};

function allowedBy(one: ClauseRecipient, byCode: ReadonlyMap<string, SimulatedRecipient>, byClass: ReadonlyMap<string, readonly SimulatedRecipient[]>) {
  const known = byCode.get(one.code ?? '');
  return one.named ? (known ? [known] : []) : (byClass.get(one.class) ?? []);
}

const named = ({ printed, class: of, code = '' }: ClauseRecipient): SimulatedRecipient => ({
  recipient: code,
  recipientClass: of,
  legalName: printed,
  role: roles[of] ?? 'handler',
  purposes: [],
});

const invented = (code: string, number: number, version: PolicyVersion): SimulatedRecipient => ({
  recipient: `${code}-${number}.example`,
  recipientClass: code,
  legalName: `示例${version.recipientClasses.get(code)?.zh ?? code}${number}号有限公司`,
  nameEn: `Example ${version.recipientClasses.get(code)?.en ?? code} No. ${number}`,
  role: roles[code] ?? 'handler',
  purposes: [],
});
