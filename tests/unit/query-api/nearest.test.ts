// Codes that come near a mistyped one.
import { expect, test } from 'vitest';
import { nearest } from '../../../services/query-api/routes/known-codes.ts';

const names = new Map<string, readonly string[]>([
  ['mobile_number', ['手机号码', 'Mobile number', '手机号']],
  ['mobile_country_code', ['国家码', 'Mobile country code']],
  ['carrier', ['运营商', 'Mobile carrier']],
  ['name', ['姓名', 'Name']],
  ['kuaidi100', ['快递100', '']],
]);

test.each([
  ['mobile_numbr', ['mobile_number']],
  ['mobile-number', ['mobile_number']],
  ['Mobile', ['mobile_number', 'mobile_country_code', 'carrier']],
  ['手机号', ['mobile_number']],
  ['kuaidi', ['kuaidi100']],
  ['kuadi100', ['kuaidi100']],
  ['nme', ['name']],
  ['zzzzzz', []],
  ['', []],
])('%j', (asked, near) => expect(nearest(asked, names)).toEqual(near));
