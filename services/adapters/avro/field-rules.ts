// What a text may be, beyond being text: lengths, shapes of codes, and no values where only codes belong.
import { holdsPersonalValue } from '../../core/domain/personal-values.ts';
import { parseDataSubject } from '../../core/domain/vocabulary.ts';

export interface TextProblem {
  readonly rule: string;
  readonly expected: string;
}

/** Null when the text may stand in the field. */
export type TextRule = (text: string) => TextProblem | null;

const code = /^[a-z][a-z0-9_-]{0,63}$/;
const name = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** `anyNumber`: digits alone fit it, so that it is no protection against a person's number. */
const shape = (pattern: RegExp, expected: string, anyNumber = false) => ({ pattern, expected, anyNumber });
const item = shape(code, 'an item code such as mobile_number');
const purpose = shape(code, 'a purpose code such as parcel-tracking');
const recipient = shape(name, 'a recipient code such as kuaidi100', true);
const holder = shape(name, 'webank or a recipient code', true);
const country = shape(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 country such as CN');
const sha256 = shape(/^[0-9a-f]{64}$/, 'a SHA-256 as 64 lower-case hexadecimal digits');

const shapes = new Map(
  Object.entries({
    producer: shape(name, 'lower-case letters, digits, . _ - (1 to 64)', true),
    sourceEventId: shape(/^[\x21-\x7e]{1,128}$/, '1 to 128 printable ASCII characters without spaces'),
    items: item,
    derivedItems: item,
    purpose,
    purposes: purpose,
    recipient,
    recipients: recipient,
    subProcessors: recipient,
    at: holder,
    holder,
    from: holder,
    recipientClass: shape(code, 'a recipient class such as sms-provider'),
    product: shape(code, 'a product such as account'),
    country,
    recipientCountry: country,
    storageLocation: country,
    textHash: sha256,
    contentHash: sha256,
    queryHash: sha256,
    responseHash: sha256,
    packageHash: sha256,
    causedBy: shape(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'an event id'),
  }),
);

/** Fields of organisations and references, where long numbers are not people's. */
const mayHoldNumbers = new Set(['legalName', 'nameEn', 'contact', 'creditCode', 'licence', 'contract', 'privacyUrl']);

const textMax = 256;
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const control = /[\u0000-\u001f\u007f]/;

/** The rule of all texts in fields of this name. */
export function textRule(field: string): TextRule {
  const known = shapes.get(field);
  if (!known) return mayHoldNumbers.has(field) ? general : withoutNumbers(general);
  const shaped: TextRule = (text) => (known.pattern.test(text) ? null : { rule: 'pattern', expected: known.expected });
  return known.anyNumber ? withoutNumbers(shaped) : shaped;
}

const general: TextRule = (text) => {
  if (text.length === 0 || text.length > textMax) return { rule: 'length', expected: `1 to ${textMax} characters` };
  return control.test(text) || !text.isWellFormed() ? { rule: 'text', expected: 'well-formed text without control characters' } : null;
};
const withoutNumbers =
  (rule: TextRule): TextRule =>
  (text) =>
    rule(text) ?? (holdsPersonalValue(text) ? personal : null);

export const uuidProblem = (text: string): TextProblem | null => (parseDataSubject(text) === null ? { rule: 'uuid', expected: 'a UUID' } : null);

const personal: TextProblem = {
  rule: 'personal-data',
  expected: 'codes only, never values: this holds what looks like a phone, card or document number or an e-mail address',
};
