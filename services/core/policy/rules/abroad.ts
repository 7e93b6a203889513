// R39, R40, R41: items that leave the mainland.
import { askDedicated } from './consent.ts';
import { broken, cannotBeShown, held, notApplicable, type Case, type Rule, type RuleResult } from './rule.ts';

const mainland = 'CN';

/** Countries that the event or the register names; what nobody states is not asked about. */
function countriesOf({ event, recipient }: Case): readonly string[] {
  const stated = [event.storageLocation];
  if (event.type === 'PersonalDataShared') stated.push(event.recipientCountry, recipient?.state === 'registered' ? recipient.record.country : null);
  return stated.filter((country) => country !== null);
}

const isAbroad = (subject: Case): boolean => countriesOf(subject).some((country) => country !== mainland);

/** R39: nothing for a foreign court or authority without an approval. */
export const r39: Rule = {
  id: 'R39',
  asks: { zh: '向外国司法或执法机构提供须经批准', en: 'A foreign authority gets nothing without approval' },
  severity: 'C',
  source: 'PIPL 41 SF:S1',
  judge: ({ event, recipient }) => {
    if (event.type !== 'PersonalDataShared' || recipient?.state !== 'registered') return notApplicable;
    const { role, country } = recipient.record;
    if (role !== 'state-organ' || country === mainland) return notApplicable;
    if (event.transferMechanism !== null) return held;
    return [broken('未经批准向外国司法或执法机构提供。', 'It went to a foreign authority without an approval.', [recipient.placed.eventId])];
  },
};

/** R40: an export needs a mechanism, and by consent a separate one. Whether the mechanism is valid and wide enough is in no event, so it cannot be shown. */
export const r40: Rule = {
  id: 'R40',
  asks: { zh: '出境须有有效机制和单独同意', en: 'An export has a valid mechanism and a separate consent' },
  severity: 'C',
  source: 'PIPL 38–40 SF:S1; 网数条例 35, 38 SF:S2',
  judge: (subject) => {
    const { event } = subject;
    if (event.type !== 'PersonalDataShared' || !isAbroad(subject)) return notApplicable;
    const results: RuleResult[] = [];
    if (event.transferMechanism === null) results.push(broken('向境外提供，没有出境机制。', 'It went abroad without a mechanism for export.'));
    else results.push(cannotBeShown('无法证明出境机制有效且覆盖本次提供。', 'The mechanism for export cannot be shown to be valid and wide enough.'));
    if (event.legalBasis === '13-1' && askDedicated(subject).state !== 'given')
      results.push(broken('向境外提供前没有取得单独同意。', 'No separate consent to the export was given before.'));
    return results;
  },
};

/** R41, the policy's own promise: everything stays in the mainland. */
export const r41: Rule = {
  id: 'R41',
  asks: { zh: '存储在中国大陆境内，不传输至境外', en: 'Everything stays in mainland China' },
  severity: 'C',
  source: '政策 六 SF:S23; PIPL 40 SF:S1',
  judge: (subject) => {
    const countries = countriesOf(subject);
    if (countries.length === 0) return notApplicable;
    if (countries.every((country) => country === mainland)) return held;
    return [broken('政策承诺存储在中国大陆境内、不传输至境外。', 'The policy promises that everything stays in mainland China.')];
  },
};
