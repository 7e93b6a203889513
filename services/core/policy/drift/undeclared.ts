// Done and not declared: what events did under a clause that the clause does not say.
import { bank, type Bilingual } from '../../domain/vocabulary.ts';
import type { RecipientRecord } from '../recipient-history.ts';
import type { Clause, PolicyVersion } from '../registry.ts';
import { declarationOf, type Declaration } from '../declared-recipient.ts';
import type { DriftAspect, DriftEntry } from './drift-entry.ts';
import { seenIn, type ObservedFlow } from './observed.ts';

/** The register's last word on a recipient in the period; null where it was not registered. */
export type RecordOf = (recipient: string) => RecipientRecord | null;

/** Everything observed under the clause `id` that `version` does not declare there. `flows` are all of that clause. */
export function undeclaredUnder(id: string, flows: readonly ObservedFlow[], version: PolicyVersion | null, recordOf: RecordOf): readonly DriftEntry[] {
  const clause = version?.clauses.get(id);
  if (!version || !clause) {
    const aspect = /^[AIH]-\d+$/.test(id) ? 'sdk' : 'clause';
    return [{ ...entry(aspect, id, id, flows), outcome: id === '' ? 'gap' : 'violation', because: noClause(id, version) }];
  }
  return [
    ...by(flows, ({ item }) => item).flatMap(([item, those]) => undeclaredItem(item, those, clause, version)),
    ...by(flows, ({ purpose }) => purpose).flatMap(([purpose, those]) => undeclaredPurpose(purpose, those, clause, version)),
    ...by(flows, ({ holder }) => holder).flatMap(([holder, those]) => (holder === bank ? [] : undeclaredRecipient(holder, those, clause, version, recordOf))),
  ];
}

type Undeclared = Omit<DriftEntry, 'outcome' | 'because'>;

const entry = (aspect: DriftAspect, clause: string, code: string, flows: readonly ObservedFlow[], declaredUnder: readonly string[] = []): Undeclared => ({
  direction: 'undeclared',
  aspect,
  clause,
  code,
  ...seenIn(flows),
  declaredUnder,
});

const by = (flows: readonly ObservedFlow[], key: (flow: ObservedFlow) => string) => [...Map.groupBy(flows, key)].toSorted(([a], [b]) => (a < b ? -1 : 1));

function noClause(id: string, version: PolicyVersion | null): Bilingual {
  if (id === '') return { zh: '没有引用政策条款。', en: 'The events cite no clause of the policy.' };
  if (version === null) return { zh: '当时没有生效的政策版本。', en: 'No version of the policy was in force.' };
  return { zh: `${version.id} 没有这一条款。`, en: `${version.id} has no such clause.` };
}

function undeclaredItem(item: string, flows: readonly ObservedFlow[], clause: Clause, version: PolicyVersion): readonly DriftEntry[] {
  if (clause.items.some(({ code }) => code === item)) return [];
  const found = entry(
    'item',
    clause.id,
    item,
    flows,
    clausesWith(version, ({ items }) => items.some(({ code }) => code === item)),
  );
  if (clause.openEnded)
    return [
      {
        ...found,
        outcome: 'gap',
        because: { zh: '条款没有逐项列明信息，无法证明包含。', en: 'The clause does not list items one by one: it cannot be shown to cover this one.' },
      },
    ];
  return [{ ...found, outcome: 'violation', because: { zh: '条款没有列明这一信息。', en: 'The clause does not list this item.' } }];
}

function undeclaredPurpose(purpose: string, flows: readonly ObservedFlow[], clause: Clause, version: PolicyVersion): readonly DriftEntry[] {
  if (clause.purposes.includes(purpose)) return [];
  const found = entry(
    'purpose',
    clause.id,
    purpose,
    flows,
    clausesWith(version, ({ purposes }) => purposes.includes(purpose)),
  );
  return [{ ...found, outcome: 'violation', because: { zh: '条款没有说明这一目的。', en: 'The clause does not state this purpose.' } }];
}

const clausesWith = (version: PolicyVersion, has: (clause: Clause) => boolean): readonly string[] =>
  [...version.clauses.values()].filter(has).map(({ id }) => id);

function undeclaredRecipient(
  holder: string,
  flows: readonly ObservedFlow[],
  clause: Clause,
  version: PolicyVersion,
  recordOf: RecordOf,
): readonly DriftEntry[] {
  const record = recordOf(holder);
  const found = entry('recipient', clause.id, holder, flows);
  if (!record)
    return [{ ...found, outcome: 'gap', because: { zh: '接收方没有登记，无法与条款比较。', en: 'The recipient is not registered: nothing to compare.' } }];
  const declaration = declarationOf(version, clause, record);
  if (declaration === 'declared') return [];
  return [{ ...found, outcome: declaration === 'renamed' ? 'gap' : 'violation', because: whyNot(declaration, record, version) }];
}

function whyNot(declaration: Exclude<Declaration, 'declared'>, { recipientClass }: RecipientRecord, version: PolicyVersion): Bilingual {
  if (declaration === 'not-named')
    return { zh: '条款具名列出接收方，不包括登记的这一名称。', en: 'The clause names its recipients, and the legal name registered is not one of them.' };
  if (declaration === 'renamed') return { zh: '政策以另一名称列出该接收方。', en: 'The policy prints this recipient under another name.' };
  const label = version.recipientClasses.get(recipientClass) ?? { zh: recipientClass, en: recipientClass };
  return { zh: `条款没有列出该类接收方：${label.zh}。`, en: `The clause lists no recipient of the class ${label.en}.` };
}
