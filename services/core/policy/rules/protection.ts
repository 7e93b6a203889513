// R37, R69: what may not be handed on at all, and what may only be stored and protected.
import type { PersonalDataDeleted } from '../../domain/events.ts';
import { isBefore, type PlacedEvent } from '../../domain/placed-event.ts';
import { bank, type Instant } from '../../domain/vocabulary.ts';
import { broken, cannotBeShown, held, notApplicable, type Case, type JudgedEvent, type Rule } from './rule.ts';

/** Authentication information (用户鉴别信息) by the categories of JR/T 0171 4.1 that the dictionary carries. Its grading as C3 is not verified. */
const isAuthentication = ({ version }: Case, item: string): boolean => version?.items.get(item)?.category === 'authentication';

/** R37: what authenticates a person is neither provided nor entrusted. The standard's list is general knowledge, so it is never more than a gap. */
export const r37: Rule = {
  id: 'R37',
  asks: { zh: '用户鉴别信息不得提供或委托', en: 'Authentication information is not handed on' },
  severity: 'C',
  source: 'NFRA 45 SF:S16; JR/T 0171 GK',
  judge: (subject) => {
    const { event, handing } = subject;
    if (handing === null || handing === 'other') return notApplicable;
    const items = event.items.filter((item) => isAuthentication(subject, item));
    if (items.length === 0) return notApplicable;
    return [
      cannotBeShown(
        `可能属于不得提供的用户鉴别信息（标准未核实）：${items.join('、')}。`,
        `These may be authentication information that must not be handed on (the standard is not verified): ${items.join(', ')}.`,
      ),
    ];
  },
};

/**
 * R69: what the bank restricted is only stored, protected, or produced by law. A relationship that starts or a consent that is given afterwards
 * brings the items anew, and then the restriction is not about them.
 */
export const r69: Rule = {
  id: 'R69',
  asks: { zh: '已限制处理的信息只存储和保护', en: 'What was restricted is only stored and protected' },
  severity: 'C',
  source: 'PIPL 47(2) SF:S1',
  judge: (subject) => {
    const { event, placed, person } = subject;
    if (person.restrictions.length === 0 || !isActiveHandling(subject)) return notApplicable;
    const restriction = person.restrictions.find(
      (restricted) => isBefore(restricted, placed) && isAbout(restricted.event, event) && !cameAgain(subject, restricted.event.occurredAt),
    );
    if (!restriction) return held;
    return [broken('已限制处理的信息被继续使用。', 'Items that were restricted to storage and protection were used or handed on.', [restriction.eventId])];
  },
};

const isAbout = ({ items, purpose }: PersonalDataDeleted, event: JudgedEvent): boolean =>
  (purpose === null || purpose === event.purpose) && (items.length === 0 || event.items.some((item) => items.includes(item)));

/** The bank does something with what it has: what an SDK takes from the person is not among it. */
function isActiveHandling({ event }: Case): boolean {
  if (event.type === 'PersonalDataUsed') return event.activity !== 'stored';
  return event.type === 'PersonalDataShared' && event.from === bank && event.mode !== 'statutory' && event.mode !== 'sdk-direct';
}

function cameAgain({ event, placed, person }: Case, since: Instant): boolean {
  const isSince = (fact: PlacedEvent): boolean => fact.event.occurredAt >= since && isBefore(fact, placed);
  if (person.relationshipsStarted.some(isSince)) return true;
  return (person.grants.byPurpose.get(event.purpose) ?? []).some(isSince) || person.grants.forAnyPurpose.some(isSince);
}
