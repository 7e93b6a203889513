// Answers as they look, for /docs and /openapi.json: invented people, the shapes of interfaces.md 5.

const person = '5b0e6c1e-6f0e-4c55-9d0a-3c1de21f8b50';
const share = '0b7c9a52-6f5e-8c1d-9b3a-2f4e6d8c0a11';
const parcel = { zh: '快递100', en: 'Kuaidi100' };
const purpose = 'parcel-tracking';
const clause = '4.2.16';
const policyVersion = 'webank-app/8.8';
const shared = '2025-09-03T10:15:00+08:00';

/** Response schema of a route: any JSON object, described by one that is typical. */
export const answers = (example: object) =>
  ({ response: { 200: { description: 'The answer', type: 'object', additionalProperties: true, examples: [example] } } }) as const;

const heading = {
  dataSubject: person,
  asOf: '2025-10-01T00:00:00+08:00',
  knownAt: '2025-10-01T00:00:00+08:00',
  positions: { 'ledger-0': '41' },
  complete: true,
  incompleteBecause: [],
  unattributedQuarantine: 0,
};

export const graphExample = {
  ...heading,
  nodes: [
    { id: 'data-subject', kind: 'person', name: { zh: '本人', en: 'the person' } },
    { id: 'kuaidi100', kind: 'recipient', name: parcel },
    { id: 'webank', kind: 'bank', name: { zh: '微众银行', en: 'WeBank' } },
  ],
  edges: [
    {
      from: 'webank',
      to: 'kuaidi100',
      items: ['mobile_number'],
      purposes: [purpose],
      clauses: [clause],
      flows: 1,
      firstAt: shared,
      lastAt: shared,
      verdicts: { compliant: 1, violation: 0, gap: 0 },
      states: { held: 1 },
      events: [share],
    },
  ],
};

export const accessLogExample = {
  dataSubject: person,
  complete: true,
  incompleteBecause: [],
  looks: [{ eventId: share, at: shared, role: 'operator', purpose: 'audit', case: 'C-7', route: '/v1/data-subjects/{id}/lineage' }],
  next: null,
};

export const consentsExample = {
  dataSubject: person,
  complete: true,
  incompleteBecause: [],
  consents: [
    {
      consent: 'cons-1',
      eventId: share,
      kind: 'separate',
      recipient: 'kuaidi100',
      items: ['mobile_number'],
      purposes: [purpose],
      grantedAt: shared,
      validUntil: null,
      withdrawnAt: null,
      withdrawnBy: null,
      withdrawnInPart: false,
      state: 'given',
    },
  ],
};

export const itemExample = {
  code: 'mobile_number',
  label: { zh: '手机号码', en: 'Mobile number' },
  category: 'A.1.1',
  sensitive: false,
  printedAs: ['手机号', '手机号码'],
  policyVersion,
  clauses: [clause],
  policyVersions: [policyVersion],
};

export const recipientExample = {
  type: 'RecipientRegistered',
  recipient: 'kuaidi100',
  legalName: '快递100',
  recipientClass: 'logistics-provider',
  role: 'handler',
  contact: 'privacy@kuaidi100.example',
  terminated: false,
};

const clauseExample = {
  id: clause,
  kind: 'sharing',
  title: { zh: '物流查询', en: 'Parcel tracking' },
  purpose: { zh: '查询物流', en: 'To track a parcel' },
  purposes: [purpose],
  items: [{ printed: '物流单号', code: 'tracking_number', of: 'user' }],
  recipients: [{ printed: '快递100', named: true, class: 'logistics-provider', code: 'kuaidi100' }],
  lines: [1, 2],
};

export const clausesExample = { policyVersion, clauses: [clauseExample] };

export const policyExample = {
  id: policyVersion,
  policy: 'webank-app',
  version: '8.8',
  effectiveFrom: '2025-08-13T00:00:00+08:00',
  contentHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  inForce: true,
  clauses: [clauseExample],
  items: [{ code: 'mobile_number', label: { zh: '手机号码', en: 'Mobile number' }, category: 'A.1.1', sensitive: false, printedAs: ['手机号'] }],
  purposes: [{ code: purpose, label: { zh: '物流查询', en: 'Parcel tracking' } }],
  recipientClasses: [{ code: 'logistics-provider', label: { zh: '物流服务商', en: 'Logistics provider' } }],
  retention: [{ clause: '6.2', product: 'account', years: 5 }],
};
