// What a text may be, beyond being text: lengths, shapes of codes, and no values where only codes belong.
import { parseDataSubject } from '../../core/domain/vocabulary.ts';

export interface TextProblem {
  readonly rule: string;
  readonly expected: string;
}

const code = /^[a-z][a-z0-9_-]{0,63}$/;
const shapes: Readonly<Record<string, { readonly shape: RegExp; readonly expected: string }>> = {
  producer: { shape: /^[a-z0-9][a-z0-9._-]{0,63}$/, expected: 'lower-case letters, digits, . _ - (1 to 64)' },
  sourceEventId: { shape: /^[\x21-\x7e]{1,128}$/, expected: '1 to 128 printable ASCII characters without spaces' },
  items: { shape: code, expected: 'an item code such as mobile_number' },
  derivedItems: { shape: code, expected: 'an item code such as mobile_number' },
  purpose: { shape: code, expected: 'a purpose code such as parcel-tracking' },
  purposes: { shape: code, expected: 'a purpose code such as parcel-tracking' },
  recipient: { shape: /^[a-z0-9][a-z0-9._-]{0,63}$/, expected: 'a recipient code such as kuaidi100' },
  at: { shape: /^[a-z0-9][a-z0-9._-]{0,63}$/, expected: 'webank or a recipient code' },
  holder: { shape: /^[a-z0-9][a-z0-9._-]{0,63}$/, expected: 'webank or a recipient code' },
  recipientClass: { shape: code, expected: 'a recipient class such as sms-provider' },
  product: { shape: code, expected: 'a product such as account' },
  country: { shape: /^[A-Z]{2}$/, expected: 'an ISO 3166-1 alpha-2 country such as CN' },
  recipientCountry: { shape: /^[A-Z]{2}$/, expected: 'an ISO 3166-1 alpha-2 country such as CN' },
  storageLocation: { shape: /^[A-Z]{2}$/, expected: 'an ISO 3166-1 alpha-2 country such as CN' },
  causedBy: { shape: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, expected: 'an event id' },
};

/** Fields of organisations and references, where long numbers are not people's. */
const mayHoldNumbers = new Set([
  'sourceEventId',
  'legalName',
  'nameEn',
  'contact',
  'creditCode',
  'licence',
  'contract',
  'privacyUrl',
  'contentHash',
  'textHash',
  'queryHash',
  'causedBy',
  'dataSubject',
  'guardian',
]);
const textMax = 256;
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const control = /[\u0000-\u001f\u007f]/;

/** Null when the text may stand in the field. */
export function textProblem(field: string, text: string): TextProblem | null {
  const known = shapes[field];
  if (known && !known.shape.test(text)) return { rule: 'pattern', expected: known.expected };
  if (text.length === 0 || text.length > textMax) return { rule: 'length', expected: `1 to ${textMax} characters` };
  if (control.test(text) || !text.isWellFormed()) return { rule: 'text', expected: 'well-formed text without control characters' };
  if (!mayHoldNumbers.has(field) && looksPersonal(text))
    return { rule: 'personal-data', expected: 'codes only, never values: this looks like a phone, card or document number or an e-mail address' };
  return null;
}

export const uuidProblem = (text: string): TextProblem | null => (parseDataSubject(text) === null ? { rule: 'uuid', expected: 'a UUID' } : null);

const mobile = /^(\+?86)?1[3-9]\d{9}$/;
const idCard = /^\d{17}[\dXx]$/;
const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

function looksPersonal(text: string): boolean {
  if (text.length < 5) return false;
  return mobile.test(text) || idCard.test(text) || email.test(text) || (/^\d{13,19}$/.test(text) && luhn(text));
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}
