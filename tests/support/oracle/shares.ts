// What a share is in truth, and what the register says of its recipient at that time.
import { inBusinessOrder, text, type Fact } from './facts.ts';

export const isShare = ({ type }: Fact): boolean => type === 'PersonalDataShared';

/**
 * Whether the items went to another handler. The worked rule asks for the role: whoever is not a processor (受托人) is one. An SDK that takes them
 * from the person, a statutory request, a publication and a merger are other events than a provision. What says one thing and is registered as another is doubtful.
 */
export function provision(event: Fact, registers: readonly Fact[]): 'yes' | 'no' | 'doubtful' {
  const mode = text(event, 'mode') ?? 'unknown';
  if (!isShare(event) || ['sdk-direct', 'statutory', 'transferred', 'published'].includes(mode)) return 'no';
  const record = recordOf(event, registers);
  const role = (record?.type === 'RecipientTerminated' ? null : record && text(record, 'role')) ?? 'unknown';
  if (mode === 'unknown') return 'doubtful';
  if (mode === 'entrusted') return role === 'processor' ? 'no' : role === 'unknown' ? 'doubtful' : 'yes';
  return role === 'processor' ? 'doubtful' : 'yes';
}

/** The newest register fact of the event's recipient at that time; one of the same millisecond counts. */
export function recordOf(event: Fact, registers: readonly Fact[], recipient = text(event, 'recipient')): Fact | null {
  const types = ['RecipientRegistered', 'RecipientChanged', 'RecipientTerminated'];
  const known = registers.filter((fact) => types.includes(fact.type) && text(fact, 'recipient') === recipient && fact.at <= event.at);
  return inBusinessOrder(known).at(-1) ?? null;
}
