// Authorities that were renamed or merged, longest name first. From general knowledge (GK): to be verified by a reviewer of Chinese law.

export const formerNames: readonly { readonly former: string; readonly now: string; readonly since: string }[] = [
  { former: '中国银行保险监督管理委员会', now: '国家金融监督管理总局', since: '2023-05' },
  { former: '中国银行业监督管理委员会', now: '国家金融监督管理总局', since: '2023-05' },
  { former: '中国保险监督管理委员会', now: '国家金融监督管理总局', since: '2023-05' },
  { former: '中国银保监会', now: '国家金融监督管理总局', since: '2023-05' },
  { former: '中国银监会', now: '国家金融监督管理总局', since: '2023-05' },
  { former: '中国保监会', now: '国家金融监督管理总局', since: '2023-05' },
  { former: '国家工商行政管理总局', now: '国家市场监督管理总局', since: '2018-03' },
];
