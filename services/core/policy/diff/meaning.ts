// The rules by which a change of an entry is wider or narrower, a major change, and a reason to ask people again.
import type { Bilingual } from '../../domain/vocabulary.ts';
import type { Section } from '../document/policy-document.ts';
import type { Meaning } from './difference.ts';
import type { Change } from './entry-changes.ts';

/** Where a change stands. `sensitive`: the item concerned, or one of the entry's, is sensitive. */
export interface Place {
  readonly section: Section | 'head' | 'itemDictionary';
  readonly sensitive: boolean;
  readonly whom: Bilingual;
}

type Rule = (change: Change, place: Place) => Meaning | null;

const everybody: Bilingual = { zh: '全部用户', en: 'all users' };
const inward: ReadonlySet<string> = new Set(['collection', 'sdks', 'permissions', 'cookies', 'sensitive']);
const outward: ReadonlySet<string> = new Set(['sharing', 'entrusting', 'transfer', 'publication']);

const narrower = (zh: string, en: string, majorChange: Meaning['majorChange'] = null): Meaning => ({
  effect: 'narrower',
  majorChange,
  consentAgain: 'no',
  consentKind: null,
  whom: null,
  because: { zh, en },
});

/** PIPL 14(2): another purpose, method or category needs a new consent; 29: a separate one for sensitive items. */
const moreIsDone: Rule = ({ kind, field, before, after }, { section, sensitive, whom }) => {
  if (!inward.has(section) || section === 'sensitive') return null;
  const widens = ['entry', 'items', 'purposes', 'permissions', 'platforms', 'sources', 'supplements'].includes(field);
  const meaning = (zh: string, en: string): Meaning => ({
    effect: 'wider',
    majorChange: '8.1',
    consentAgain: 'by-law',
    consentKind: sensitive ? 'separate' : 'general',
    whom,
    because: { zh, en },
  });
  if (widens && kind === 'removed') return narrower('处理的目的或种类减少', 'Fewer purposes or categories');
  if (widens) return meaning('目的、方式或种类增加（PIPL 14(2)；敏感信息另见 29）', 'Another purpose, method or category (PIPL 14(2); 29 for sensitive items)');
  if (field === 'tier') {
    return after?.en === 'basic'
      ? meaning('变为不提供就没有服务', 'Now required for any service')
      : narrower('变为可以拒绝', `Can be refused now; was ${before?.en ?? ''}`);
  }
  if (field === 'notCollected')
    return kind === 'removed' ? meaning('不再承诺不收集', 'No longer promised not to be collected') : narrower('承诺不收集', 'Promised not to be collected');
  return null;
};

/** 八3 and PIPL 23: whom data go to, and what and what for, needs a separate consent where consent is the basis. */
const moreGoesOut: Rule = ({ kind, field, after }, { section, whom }) => {
  const isVendor = section === 'sdks' && ['collector', 'recipient'].includes(field);
  if (!outward.has(section) && !isVendor) return null;
  const separate = section !== 'entrusting';
  const meaning = (majorChange: '8.1' | '8.3', zh: string, en: string): Meaning => ({
    effect: 'wider',
    majorChange,
    consentAgain: 'by-law',
    consentKind: separate ? 'separate' : 'general',
    whom,
    because: { zh, en },
  });
  if (kind === 'removed' && ['entry', 'recipients', 'items', 'purposes'].includes(field))
    return narrower('对外提供减少', 'Less goes out', field === 'recipients' || field === 'entry' ? '8.3' : null);
  if (isVendor || field === 'entry' || (field === 'recipients' && kind === 'added'))
    return meaning('8.3', '接收方增加或变更（PIPL 23）', 'Another recipient (PIPL 23)');
  if (field === 'items' || field === 'purposes') return meaning('8.1', '提供的种类或目的增加（PIPL 23）', 'Another category or purpose of provision (PIPL 23)');
  if (field === 'safeguards' || field === 'consent') {
    const isLess = field === 'safeguards' ? kind === 'removed' : after?.en.includes('separate') !== true;
    return isLess
      ? { ...meaning('8.1', '承诺的保护减少', 'Less protection is promised'), consentAgain: 'by-policy' }
      : narrower('承诺的保护增加', 'More protection is promised');
  }
  return null;
};

/** 网数条例 22(4): not beyond the retention period that was consented to. */
const keptLonger: Rule = ({ kind, field, before, after }, { section, whom }) => {
  if (!['retention', 'shortRetention'].includes(section) || !['entry', 'years', 'days'].includes(field)) return null;
  const longer = field === 'entry' ? kind === 'added' : Number(after?.en) > Number(before?.en);
  if (!longer) return narrower('保存期限缩短', 'Kept for less time');
  return {
    effect: 'wider',
    majorChange: null,
    consentAgain: 'by-law',
    consentKind: 'general',
    whom,
    because: { zh: '保存期限延长（网数条例 22）；法定最低期限要求的除外', en: 'Kept for longer (网数条例 22), save where a statute asks for it' },
  };
};

/** 八4, and its promise not to cut rights without explicit consent. */
const rightsChange: Rule = ({ kind, field, before, after }, { section }) => {
  const isDeadline = section === 'responseDeadlines' && field === 'workingDays';
  const isGround = section === 'refusalGrounds' || section === 'consentExceptions';
  const isRight = ['rights', 'deletionConditions', 'responseDeadlines', 'majorChanges'].includes(section);
  if (!isGround && !isRight) return null;
  if (!isDeadline && !['entry', 'grants', 'path', 'endsService'].includes(field)) return null;
  const isWorse = isDeadline ? Number(after?.en) > Number(before?.en) : isGround || field === 'endsService' ? kind !== 'removed' : kind === 'removed';
  if (!isWorse) return narrower('权利或其行使方式改善', 'A right or its exercise improves', '8.4');
  return {
    effect: 'wider',
    majorChange: '8.4',
    consentAgain: 'by-policy',
    consentKind: 'general',
    whom: everybody,
    because: { zh: '权利或其行使方式受限（八：未经明确同意不削减权利）', en: 'A right or its exercise is cut (八: never without explicit consent)' },
  };
};

/** 八2 and 八5: another handler, other ways to reach it. */
const whoAnswers: Rule = ({ field }, { section }) => {
  const isHandler = section === 'head' && field === 'handler';
  const isContact = section === 'contacts' || section === 'disputes' || (section === 'head' && ['contact', 'address'].includes(field));
  if (!isHandler && !(isContact && field !== 'title')) return null;
  return {
    effect: 'wider',
    majorChange: isHandler ? '8.2' : '8.5',
    consentAgain: isHandler ? 'by-law' : 'by-policy',
    consentKind: 'general',
    whom: everybody,
    because: isHandler
      ? { zh: '处理者变更（PIPL 22）', en: 'Another handler (PIPL 22)' }
      : { zh: '联络方式或投诉渠道变更', en: 'Another contact or complaint channel' },
  };
};

/** PIPL 31: whom minors' rules cover. */
const agesChange: Rule = ({ field }, { section }) =>
  section === 'minors' && ['entry', 'minAge', 'maxAge'].includes(field)
    ? {
        effect: 'wider',
        majorChange: '8.1',
        consentAgain: 'by-law',
        consentKind: 'general',
        whom: { zh: '未成年人及其监护人', en: 'minors and their guardians' },
        because: { zh: '未成年人规则变更（PIPL 31）', en: 'Rules for minors change (PIPL 31)' },
      }
    : null;

/** PIPL 29: an item that becomes sensitive needs a separate consent. */
const becomesSensitive: Rule = ({ field, after }, { section }) =>
  section === 'itemDictionary' && field === 'sensitive' && after?.en === 'true'
    ? {
        effect: 'wider',
        majorChange: '8.1',
        consentAgain: 'by-law',
        consentKind: 'separate',
        whom: { zh: '该信息被处理的全部个人', en: 'everybody whose item this is' },
        because: { zh: '改列为敏感个人信息（PIPL 29）', en: 'Graded as sensitive now (PIPL 29)' },
      }
    : null;

const rules: readonly Rule[] = [moreGoesOut, moreIsDone, keptLonger, rightsChange, whoAnswers, agesChange, becomesSensitive];

/** What a change means; wording when no rule knows it, for a person to read. */
export function meaningOf(change: Change, place: Place): Meaning {
  for (const rule of rules) {
    const meaning = rule(change, place);
    if (meaning) return meaning;
  }
  return {
    effect: 'wording',
    majorChange: null,
    consentAgain: 'no',
    consentKind: null,
    whom: null,
    because: { zh: '文字变更，需人工判断', en: 'Other words: for a person to judge' },
  };
}
