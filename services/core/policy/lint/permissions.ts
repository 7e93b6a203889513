// Chapter 二 (system permissions) against what it must say, the SDK rows and the clauses that ask for permissions.
import type { PolicyDocument } from '../document/policy-document.ts';
import type { PolicyCheck } from './finding.ts';
import { rowsWith } from './sdk-rows.ts';

const printedPermissions = ({ sdks }: PolicyDocument): readonly string[] => [...new Set(sdks.flatMap(({ permissions }) => permissions))];

export const withoutPurpose: PolicyCheck = {
  rule: 'P12',
  title: { zh: '权限没有目的', en: 'A permission without a purpose' },
  severity: 'H',
  resolve: { zh: '写明申请该权限的目的，或不再申请', en: 'State what it is for, or do not ask for it' },
  source: 'PIPL 6、17',
  mark: 'SF:S1',
  find: ({ permissions }) =>
    permissions
      .filter(({ purposes }) => purposes.length === 0)
      .map(({ clause, title }) => ({ clauses: [clause], because: { zh: `${clause} ${title.zh} 没有目的`, en: `${clause} ${title.en} has no purpose` } })),
};

export const withoutCategories: PolicyCheck = {
  rule: 'P13',
  title: { zh: '权限或 Cookies 未说明读取哪些信息', en: 'A permission or cookie does not say what is read' },
  severity: 'I',
  resolve: { zh: '写明读取的信息；不读取的，明说不读取', en: 'Say what is read; where nothing is, say so' },
  source: 'PIPL 17(1)(2)',
  mark: 'SF:S1',
  find: ({ permissions, cookies }) =>
    [...permissions, ...cookies]
      .filter(({ items }) => items.length === 0)
      .map(({ clause, title }) => ({ clauses: [clause], because: { zh: `${clause} ${title.zh} 没有列出信息`, en: `${clause} ${title.en} lists no item` } })),
};

export const undeclaredPermission: PolicyCheck = {
  rule: 'P14',
  title: { zh: 'SDK 使用的系统权限不在权限章中', en: 'SDK rows take a permission that chapter 二 does not declare' },
  severity: 'M',
  resolve: { zh: '在第二条中说明，或去掉该权限', en: 'Declare it in chapter 二, or drop it' },
  source: '一(三)、二',
  mark: 'policy',
  find: (document) =>
    printedPermissions(document)
      .filter((permission) => !document.permissions.some(({ covers }) => covers.includes(permission)))
      .map((permission) => {
        const rows = rowsWith(document, permission).map(({ row }) => row);
        return { clauses: rows, because: { zh: `${permission}（${rows.join('、')}）不在权限章中`, en: `${permission} (${rows.join(', ')}) is not declared` } };
      }),
};

export const undeclaredPlatform: PolicyCheck = {
  rule: 'P15',
  title: { zh: '权限章未声明该平台', en: 'A permission is declared, but not for the platform of the row' },
  severity: 'M',
  resolve: { zh: '在第二条补上平台', en: 'Add the platform in chapter 二' },
  source: '一(三)、二',
  mark: 'policy',
  find: (document) =>
    printedPermissions(document).flatMap((permission) => {
      const declared = document.permissions.filter(({ covers }) => covers.includes(permission));
      const rows = rowsWith(document, permission).filter(({ platform }) => !declared.some(({ platforms }) => platforms.includes(platform)));
      if (declared.length === 0 || rows.length === 0) return [];
      const ids = rows.map(({ row }) => row);
      return [
        {
          clauses: [...declared.map(({ clause }) => clause), ...ids],
          because: { zh: `${permission}（${ids.join('、')}）在该平台未声明`, en: `${permission} (${ids.join(', ')}) is declared for other platforms only` },
        },
      ];
    }),
};

/** Communicating needs the network whatever the purpose is: a permission of which refusing stops everything binds no purpose. */
const isGeneral = (permission: PolicyDocument['permissions'][number]): boolean => permission.purposes.includes('network-transport');

export const otherPurpose: PolicyCheck = {
  rule: 'P16',
  title: { zh: 'SDK 把权限用于权限章没有写的目的', en: 'SDK rows use a permission for a purpose that chapter 二 does not state' },
  severity: 'M',
  resolve: { zh: '在第二条补上目的，或限制 SDK', en: 'Add the purpose in chapter 二, or restrict the SDK' },
  source: '一(三)、二；PIPL 6',
  mark: 'D(SF:S1)',
  find: (document) =>
    printedPermissions(document).flatMap((permission) => {
      const declared = document.permissions.filter(({ covers }) => covers.includes(permission));
      const stated = new Set(declared.flatMap(({ purposes }) => purposes));
      if (declared.length === 0 || declared.some(isGeneral)) return [];
      const rows = rowsWith(document, permission).filter(({ purposes }) => !purposes.some((purpose) => stated.has(purpose)));
      if (rows.length === 0) return [];
      const labels = new Map(document.purposes.map(({ code, label }) => [code, label]));
      const used = [...new Set(rows.flatMap(({ purposes }) => purposes))].map((code) => labels.get(code) ?? { zh: code, en: code });
      return [
        {
          clauses: [...declared.map(({ clause }) => clause), ...rows.map(({ row }) => row)],
          because: {
            zh: `${permission} 被用于 ${used.map(({ zh }) => zh).join('、')}；${declared.map(({ clause }) => clause).join('、')} 没有写`,
            en: `${permission} is used for ${used.map(({ en }) => en).join(', ')}; ${declared.map(({ clause }) => clause).join(', ')} state other purposes`,
          },
        },
      ];
    }),
};

export const clauseNeedsMore: PolicyCheck = {
  rule: 'P17',
  title: { zh: '条款需要的权限，权限章没有写这个目的', en: 'A clause needs a permission whose entry in chapter 二 does not state that purpose' },
  severity: 'M',
  resolve: { zh: '在第二条补上目的', en: 'Add the purpose in chapter 二' },
  source: '一(二)、二',
  mark: 'policy',
  find: ({ collection, permissions }) =>
    collection.flatMap(({ clause, title, purposes, asksPermissions }) =>
      permissions
        .filter((permission) => asksPermissions.includes(permission.clause) && !permission.purposes.some((purpose) => purposes.includes(purpose)))
        .map((permission) => ({
          clauses: [clause, permission.clause],
          because: {
            zh: `${clause} ${title.zh} 需要 ${permission.title.zh}；${permission.clause} 的目的是：${permission.purpose.zh}`,
            en: `${clause} ${title.en} needs ${permission.title.en}; ${permission.clause} is for: ${permission.purpose.en}`,
          },
        })),
    ),
};
