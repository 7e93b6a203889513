// An entry of the policy as lines for a terminal: every key that it has, codes with their labels.
import type { Bilingual } from '../../core/domain/vocabulary.ts';
import type { PolicyDocument, SectionEntry } from '../../core/policy/document/policy-document.ts';
import type { Language } from '../language.ts';

/** Keys that are shown elsewhere: the id and lines above, the items in a table of their own. */
const elsewhere: ReadonlySet<string> = new Set(['clause', 'row', 'lines', 'items']);

const names: Readonly<Record<string, Bilingual>> = {
  title: { zh: '标题', en: 'title' },
  condition: { zh: '何时', en: 'when' },
  tier: { zh: '功能', en: 'tier' },
  purpose: { zh: '目的', en: 'purpose' },
  purposes: { zh: '目的代码', en: 'purpose codes' },
  refusal: { zh: '拒绝后果', en: 'if refused' },
  recipients: { zh: '接收方', en: 'recipients' },
  consent: { zh: '同意', en: 'consent' },
  safeguards: { zh: '保护承诺', en: 'safeguards' },
  sources: { zh: '来源', en: 'sources' },
  products: { zh: '产品', en: 'products' },
  supplements: { zh: '另见', en: 'see also' },
  laws: { zh: '引用', en: 'cites' },
  scene: { zh: '场景', en: 'scene' },
  method: { zh: '方式', en: 'method' },
  collector: { zh: '数据收集方', en: 'collector' },
  permissions: { zh: '系统权限', en: 'permissions' },
  privacyUrl: { zh: '隐私政策', en: 'privacy policy' },
  clauses: { zh: '条款', en: 'clauses' },
};

export function entryText(document: PolicyDocument, entry: SectionEntry, language: Language): string {
  return Object.entries(entry)
    .filter(([key, value]) => !elsewhere.has(key) && value !== undefined && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${names[key]?.[language] ?? key}: ${valueText(document, key, value, language)}`)
    .join('\n');
}

function valueText(document: PolicyDocument, key: string, value: unknown, language: Language): string {
  if (Array.isArray(value)) return value.map((one) => valueText(document, key, one, language)).join(key === 'recipients' ? '; ' : ', ');
  if (typeof value === 'object' && value !== null) return objectText(document, value as Readonly<Record<string, unknown>>, language);
  const labels = { purposes: document.purposes, safeguards: document.safeguards }[key]?.find(({ code }) => code === value)?.label;
  return labels ? `${labels[language]} [${String(value)}]` : String(value);
}

/** Text in both languages, a recipient, a promise of consent, or what else an entry holds. */
function objectText(document: PolicyDocument, value: Readonly<Record<string, unknown>>, language: Language): string {
  if (typeof value['zh'] === 'string') return String(value[language]);
  if (typeof value['class'] === 'string') {
    const label = document.recipientClasses.find(({ code }) => code === value['class'])?.label[language] ?? value['class'];
    const parts = [label, value['named'] === false ? (language === 'zh' ? '未具名' : 'unnamed') : value['code'], value['contact']].filter(
      (part) => typeof part === 'string',
    );
    return typeof value['printed'] === 'string' ? `${value['printed']} (${parts.join(', ')})` : parts.join(', ');
  }
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${valueText(document, key, inner, language)}`)
    .join(', ');
}
