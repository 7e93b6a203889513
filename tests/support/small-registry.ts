// A policy of a few clauses, made by hand: two versions, so that the older one is replaced; every kind of clause that a rule tells apart.
import type { Clause, Item, PolicyRegistry, PolicyVersion } from '../../services/core/policy/registry.ts';
import { second } from './builders.ts';

const both = (text: string) => ({ zh: `${text}（测试）`, en: text });

const item = (code: string, container = false): Item => ({
  code,
  label: both(code),
  category: 'test',
  sensitive: false,
  printedAs: [code],
  ...(container ? { container } : {}),
});

function clause(id: string, fields: Partial<Clause> & { readonly items: readonly Clause['items'][number][] }): Clause {
  return { id, kind: 'collection', title: both(id), purpose: both(id), purposes: ['login'], recipients: [], lines: [1, 1], ...fields };
}

const of = (...codes: readonly string[]): Clause['items'] => codes.map((code) => ({ printed: code, code, of: 'user' }));
const anyOf = (recipientClass: string): Clause['recipients'][number] => ({ printed: recipientClass, named: false, class: recipientClass });

const clauses: readonly Clause[] = [
  clause('1.1', { items: of('mobile_number', 'name') }),
  clause('1.open', { items: of('mobile_number', 'basic_information'), openEnded: true }),
  clause('4.2', { kind: 'sharing', items: of('mobile_number', 'address'), purposes: ['parcel-tracking'], recipients: [anyOf('logistics')] }),
  clause('4.named', {
    kind: 'sharing',
    items: of('mobile_number', 'name'),
    purposes: ['credit-enquiry'],
    recipients: [
      { printed: 'Credit One (invented)', named: true, class: 'credit-agency', code: 'credit-one' },
      { printed: 'Credit Two (invented)', named: true, class: 'credit-agency' },
    ],
  }),
  clause('A-01', { kind: 'sdk', items: of('mobile_number'), platforms: ['android'], recipients: [anyOf('logistics')] }),
  clause('4.any', {
    kind: 'sharing',
    items: of('mobile_number', 'name'),
    purposes: ['credit-enquiry'],
    recipients: [anyOf('credit-agency'), { printed: 'Credit One Ltd (invented)', named: true, class: 'credit-agency', code: 'credit-one' }],
  }),
];

function version(id: string, effectiveFrom: number): PolicyVersion {
  const [policy = '', number = ''] = id.split('/');
  return {
    id,
    policy,
    version: number,
    effectiveFrom,
    contentHash: '0'.repeat(64),
    clauses: new Map(clauses.map((one) => [one.id, one])),
    items: new Map([
      ...['mobile_number', 'name', 'address', 'occupation'].map((code): [string, Item] => [code, item(code)]),
      ['face_image', { ...item('face_image'), sensitive: true }],
      ['gesture_password', { ...item('gesture_password'), category: 'authentication' }],
    ]),
    purposes: new Map(['login', 'parcel-tracking', 'credit-enquiry'].map((code) => [code, both(code)])),
    recipientClasses: new Map(['logistics', 'credit-agency', 'sms-provider'].map((code) => [code, both(code)])),
    retention: [{ clause: '5.1', product: 'account', years: 5 }],
  };
}

const day = 86_400;

/** `test-bank/2` is in force at second 0; `test-bank/1` was before, `test-bank/3` will be ten days later. */
export const smallRegistry: PolicyRegistry = {
  versions: new Map(
    [version('test-bank/1', second(-200 * day)), version('test-bank/2', second(-20 * day)), version('test-bank/3', second(10 * day))].map((one) => [
      one.id,
      one,
    ]),
  ),
};
