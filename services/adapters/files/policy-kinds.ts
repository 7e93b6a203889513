// The kinds of files of a policy and, for each, the keys that an entry must and may have: the format as a table.
import { bilingual, count, flag, isMapping, lines, listOf, mapping, matching, oneOf, shape, text, type Keys, type Shape } from './policy-shape.ts';

const itemCode = matching(/^[a-z][a-z0-9_]{0,63}$/, 'an item code in snake_case such as mobile_number');
const code = matching(/^[a-z][a-z0-9-]{0,63}$/, 'a code in kebab-case such as parcel-tracking');
const recipientCode = matching(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a recipient code such as kuaidi100');
const clause = matching(/^\d{1,2}(\.[a-z0-9]+)*$/, 'the id of a clause such as 4.2.16 or 1.1.log');
const row = matching(/^[AIHS]-?\d\d$/, 'the id of a row such as A-04 or S01');
const day = matching(/^\d{4}-\d\d-\d\d$/, 'a day such as 2025-08-13, in quotes');
const sha256 = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hex');
const country = matching(/^[A-Z]{2}$/, 'a country code of ISO 3166-1 such as US');
const url = matching(/^https?:\/\/\S+$/, 'a URL');
const mark = matching(/^(SF:S\d+|GK)$/, 'a verify mark: SF:S10 for a source that was read, GK for general knowledge to verify');
const product = oneOf('account', 'deposit', 'wealth', 'loan', 'insurance');
const platform = oneOf('android', 'ios', 'harmonyos');

/** Whose data an item is. */
const of = oneOf('user', 'payee', 'guardian', 'legal-representative', 'insured', 'beneficiary', 'contact', 'shareholder', 'enterprise');

/** Rights of PIPL 16, 24, 44–50 and 网数条例 21: what an entry of 七 lets a person do. */
const right = oneOf(
  'access',
  'copy',
  'transfer',
  'correct',
  'supplement',
  'delete',
  'restrict',
  'withdraw',
  'close-account',
  'explain-rules',
  'explain-decision',
  'refuse-decision',
  'near-relatives',
);

/** `手机号`, `{ printed: 有效期, code: … }`, or `{ group: 设备信息, items: [ … ] }` for a container with its contents. */
const item: Shape = shape((value) => (typeof value === 'string' ? text(value) : isMapping(value) && 'group' in value ? group(value) : printedItem(value)), {
  $ref: '#/$defs/item',
});
const group = mapping({ group: text, 'of?': of, items: listOf(item) });
const printedItem = mapping({ printed: text, 'code?': itemCode, 'codes?': listOf(itemCode), 'of?': of });

/** What the JSON Schemas refer to by `$ref`. */
export const definitions = { item: { anyOf: [text.schema, group.schema, printedItem.schema] } };

const recipient = mapping({ printed: text, named: flag, class: code, 'code?': recipientCode, 'contact?': text });
const consent = mapping({ kind: oneOf('general', 'separate', 'statutory'), 'exceptions?': flag, 'promise?': bilingual });

const named: Keys = { clause, title: bilingual, lines };
const labelled: Keys = { code, label: bilingual };
const handled: Keys = {
  ...named,
  purpose: bilingual,
  purposes: listOf(code),
  'items?': listOf(item),
  'products?': listOf(product),
  'consent?': consent,
  'recipients?': listOf(recipient),
};

/** Keys of an entry, by kind of file. */
export const entryKeys: Readonly<Record<string, Keys>> = {
  policy: {},
  items: {
    code: itemCode,
    label: bilingual,
    category: oneOf('account', 'authentication', 'transaction', 'identity', 'property', 'lending', 'other'),
    sensitive: flag,
    'container?': flag,
    printedAs: listOf(text),
    'alsoPrintedAs?': listOf(text),
  },
  gradings: { code, scheme: text, label: bilingual, source: text, mark, items: listOf(itemCode) },
  purposes: labelled,
  'recipient-classes': labelled,
  safeguards: labelled,
  collection: {
    ...handled,
    condition: bilingual,
    tier: oneOf('basic', 'extended'),
    'sources?': listOf(oneOf('subject', 'device', 'sdk', 'third-party', 'derived', 'public', 'other-client')),
    'supplements?': listOf(text),
    'laws?': listOf(text),
    'asksPermissions?': listOf(clause),
    'notCollected?': listOf(itemCode),
    refusal: bilingual,
    'limitsBasic?': flag,
  },
  sdk: {
    row,
    platform,
    name: text,
    'version?': text,
    scene: bilingual,
    purposes: listOf(code),
    items: listOf(item),
    permissions: listOf(text),
    method: text,
    collector: text,
    'contact?': text,
    'recipient?': mapping({ code: recipientCode, class: code, 'country?': country }),
    'privacyUrl?': url,
    lines,
  },
  sensitive: {
    row,
    title: bilingual,
    clauses: listOf(clause),
    items: listOf(item),
    purpose: bilingual,
    'purposes?': listOf(code),
    'necessity?': bilingual,
    'impact?': bilingual,
    refusal: bilingual,
    'laws?': listOf(text),
    lines,
  },
  permission: { ...handled, tier: oneOf('basic', 'extended'), platforms: listOf(platform), 'covers?': listOf(text), refusal: bilingual },
  cookie: { ...handled, 'refusal?': bilingual },
  entrusting: { ...handled, safeguards: listOf(code) },
  sharing: { ...handled, 'method?': bilingual, consent, recipients: listOf(recipient), safeguards: listOf(code), 'role?': oneOf('entrusted') },
  transfer: handled,
  publication: { ...handled, consent, safeguards: listOf(code) },
  'consent-exception': { ...named, legalBasis: matching(/^13-[2-7]$/, 'a legal basis from 13-2 to 13-7') },
  retention: { clause, product, years: count, startsAfter: bilingual, lines },
  'short-retention': { ...named, days: count, startsAfter: bilingual, outcome: oneOf('deleted', 'anonymised') },
  storage: { ...named, 'mainlandOnly?': flag },
  protection: { ...named, 'authorities?': listOf(text) },
  'breach-notice': { ...named, contents: listOf(bilingual), channels: listOf(text), fallback: bilingual, regulator: bilingual },
  right: { ...named, grants: listOf(right), 'endsService?': flag, 'path?': text },
  'deletion-condition': named,
  'refusal-ground': named,
  'response-deadline': { ...named, workingDays: count },
  'major-change': named,
  minor: { ...named, 'minAge?': count, 'maxAge?': count },
  dispute: named,
  contact: { ...named, 'channel?': text },
};

/** Keys of the file `kind: policy` itself. */
export const policyKeys: Keys = {
  kind: oneOf('policy'),
  policy: text,
  version: text,
  'extends?': text,
  'example?': flag,
  title: bilingual,
  handler: bilingual,
  contact: text,
  address: text,
  updatedOn: day,
  effectiveOn: day,
  text,
  textLines: count,
  textSha256: sha256,
  tables: listOf(oneOf('collection', 'sdk', 'sensitive', 'permission', 'sharing', 'entrusting')),
};

/** Keys of every other file. `removes` names entries of the version that this one extends. */
export const fileKeys: Keys = { kind: oneOf(...Object.keys(entryKeys)), 'removes?': listOf(text), entries: shape(() => null, { type: 'array' }) };
