// Judges one event of a little history by the small registry: what a rule test needs, in one call.
import { isFact } from '../../services/core/policy/person-fold.ts';
import { evaluate } from '../../services/core/policy/evaluate.ts';
import { registerRecipient, type RecipientEvent } from '../../services/core/policy/recipient-history.ts';
import type { PlacedEvent } from '../../services/core/domain/placed-event.ts';
import type { JudgedEvent } from '../../services/core/policy/rules/rule.ts';
import type { Finding, Verdict } from '../../services/core/policy/verdict.ts';
import { inLedgerOrder, noticeShown, placedRecipient, registered, type Fields } from './builders.ts';
import { smallRegistry } from './small-registry.ts';

/**
 * Verdict on the last of `reports`, which lie in the ledger in this order. The parcel service is registered, and each version of the policy that is
 * cited and each recipient was told long before, unless told otherwise.
 */
export function judgeLast(
  reports: readonly Fields[],
  registers: readonly Fields[] = [registered(-1000)],
  notices: readonly Fields[] = noticesFor(reports),
): Verdict {
  const placed = inLedgerOrder([...notices, ...reports]);
  const recipients = new Map<string, PlacedEvent<RecipientEvent>[]>();
  for (const [revision, fields] of registers.entries()) registerRecipient(recipients, placedRecipient(fields, { revision }));
  const history = placed.filter(({ event }) => isFact(event));
  return evaluate(placed.at(-1) as PlacedEvent<JudgedEvent>, { registry: smallRegistry, history, recipients });
}

const noticesFor = (reports: readonly Fields[]): readonly Fields[] => [
  ...[...new Set(reports.map(({ policyVersion }) => policyVersion))].map((policyVersion) => noticeShown(-100_000, { policyVersion })),
  ...reports.filter(({ type }) => type === 'PersonalDataShared').map(({ recipient }) => noticeShown(-100_000, { recipient })),
];

/** Rules that were not held, as `R21 violation`. */
export const findingsOf = ({ findings }: Verdict): readonly string[] => findings.map(({ rule, outcome }) => `${rule} ${outcome}`);

export const findingOf = ({ findings }: Verdict, rule: string): Finding | undefined => findings.find((finding) => finding.rule === rule);
