// Declared and not done: what a clause says that no event of the window did.
import { bank } from '../../domain/vocabulary.ts';
import type { Clause, ClauseKind, ClauseRecipient, PolicyVersion } from '../registry.ts';
import { isMeant } from '../declared-recipient.ts';
import type { DriftAspect, DriftEntry } from './drift-entry.ts';
import { neverSeen, type ObservedFlow } from './observed.ts';
import type { RecordOf } from './undeclared.ts';

/** A clause that no event cites is one entry; of any other the items, purposes and recipients that no event under it had. `all` are the flows of every clause. */
export function unobservedOf(
  clause: Clause,
  flows: readonly ObservedFlow[],
  all: readonly ObservedFlow[],
  version: PolicyVersion,
  recordOf: RecordOf,
): readonly DriftEntry[] {
  if (flows.length === 0) return [entry(aspects[clause.kind] ?? 'clause', clause.id, clause.id, '没有事件引用。', 'No event cites it.')];
  const items = new Set(flows.map(({ item }) => item));
  const purposes = new Set(flows.map(({ purpose }) => purpose));
  // What a collection scenario names as recipients is handed on under the clauses of chapter 四: there it is looked for.
  const holders = new Set((clause.kind === 'collection' ? all : flows).map(({ holder }) => holder));
  return [
    ...[...new Set(clause.items.map(({ code }) => code))]
      .filter((code) => !items.has(code))
      .map((code) => entry('item', clause.id, code, '没有事件处理这一信息。', 'No event handled this item.')),
    ...clause.purposes
      .filter((code) => !purposes.has(code))
      .map((code) => entry('purpose', clause.id, code, '没有事件用于这一目的。', 'No event was for this purpose.')),
    ...clause.recipients
      .filter((recipient) => ![...holders].some((holder) => holder !== bank && got(recipient, holder, version, recordOf)))
      .map((recipient) => unobservedRecipient(clause, recipient)),
  ];
}

const aspects: Partial<Record<ClauseKind, DriftAspect>> = { sdk: 'sdk', permission: 'permission' };

/** Someone who is not registered is known by the code alone. */
function got(recipient: ClauseRecipient, holder: string, version: PolicyVersion, recordOf: RecordOf): boolean {
  const record = recordOf(holder);
  return record ? isMeant(version, recipient, record) : recipient.code === holder;
}

const unobservedRecipient = ({ id }: Clause, { named, code, printed, class: ofClass }: ClauseRecipient): DriftEntry =>
  named
    ? entry('recipient', id, code ?? printed, '没有事件提供给该接收方。', 'No event gave anything to this recipient.')
    : entry('recipient-class', id, ofClass, '没有事件提供给该类接收方。', 'No event gave anything to a recipient of this class.');

const entry = (aspect: DriftAspect, clause: string, code: string, zh: string, en: string): DriftEntry => ({
  direction: 'unobserved',
  aspect,
  clause,
  code,
  outcome: null,
  because: { zh, en },
  ...neverSeen,
  declaredUnder: [],
});
