// Who gets data in the simulated world: the recipients that the policy prints by name, and an invented one or two for each class it only describes.
import type { Clause, ClauseRecipient, PolicyVersion } from '../core/policy/registry.ts';
import { onceFor } from './once-for.ts';

export interface SimulatedRecipient {
  readonly recipient: string;
  readonly recipientClass: string;
  readonly legalName: string;
  /** Absent for the real ones: the policy prints Chinese names only. */
  readonly nameEn?: string;
  readonly role: string;
}

export interface Recipients {
  readonly all: readonly SimulatedRecipient[];
  /** Those that a clause allows. */
  of(clause: Clause): readonly SimulatedRecipient[];
  /** Those of a class that the clause does not name: registered, and wrong there. */
  notOf(clause: Clause): readonly SimulatedRecipient[];
}

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
  const all = [...byCode.values()].toSorted((a, b) => (a.recipient < b.recipient ? -1 : 1));
  return {
    all,
    of: onceFor((clause) => [...new Set(clause.recipients.flatMap((one) => allowedBy(one, byCode, byClass)))]),
    notOf: onceFor((clause) => all.filter((one) => !clause.recipients.some((allowed) => allowed.class === one.recipientClass))),
  };
}

function allowedBy(one: ClauseRecipient, byCode: ReadonlyMap<string, SimulatedRecipient>, byClass: ReadonlyMap<string, readonly SimulatedRecipient[]>) {
  const known = byCode.get(one.code ?? '');
  return one.named ? (known ? [known] : []) : (byClass.get(one.class) ?? []);
}

const named = ({ printed, class: of, code = '' }: ClauseRecipient): SimulatedRecipient => ({
  recipient: code,
  recipientClass: of,
  legalName: printed,
  role: roles[of] ?? 'handler',
});

const invented = (code: string, number: number, version: PolicyVersion): SimulatedRecipient => ({
  recipient: `${code}-${number}.example`,
  recipientClass: code,
  legalName: `示例${version.recipientClasses.get(code)?.zh ?? code}${number}号有限公司`,
  nameEn: `Example ${version.recipientClasses.get(code)?.en ?? code} No. ${number}`,
  role: roles[code] ?? 'handler',
});
