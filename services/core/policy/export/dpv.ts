// The policy as JSON-LD in the W3C Data Privacy Vocabulary 2.x. What China has and DPV has not (单独同意, whose item it is,
// consequences of refusing, the clause itself) stands in a namespace of our own.
import type { Bilingual } from '../../domain/vocabulary.ts';
import {
  codesOf,
  idOf,
  type CollectionEntry,
  type DisclosureEntry,
  type HandlingEntry,
  type PolicyDocument,
  type PrintedRecipient,
  type SdkEntry,
} from '../document/policy-document.ts';
import { dpvPurposes } from './dpv-purposes.ts';

type Node = Readonly<Record<string, unknown>>;

/** `urn:` because these names are looked up nowhere. */
const context = {
  dpv: 'https://w3id.org/dpv#',
  dct: 'http://purl.org/dc/terms/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  suyuan: 'urn:suyuan:policy-vocabulary:',
};

/** One JSON-LD document with every way of handling, item, purpose, recipient, right and retention rule. Pure. */
export function policyAsDpv(document: PolicyDocument): Node {
  const base = `urn:suyuan:policy:${document.policy}:${document.version}`;
  const id = (kind: string, name: string): string => `${base}:${kind}:${name}`;
  const process = processNode(id);
  return {
    '@context': context,
    '@graph': [
      {
        '@id': base,
        '@type': 'dpv:PrivacyNotice',
        'dct:title': labels(document.title),
        'dct:hasVersion': document.version,
        'dct:issued': date(document.updatedOn),
        'dct:valid': date(document.effectiveOn),
        'dct:identifier': `sha256:${document.contentHash}`,
        'dpv:hasDataController': ref(id('party', 'handler')),
        'dpv:hasRight': document.rights.map((right) => ref(id('right', right.clause))),
        'dpv:hasStorageCondition': [...document.retention, ...document.shortRetention, ...document.storage].map((entry) => ref(id('storage', entry.clause))),
      },
      {
        '@id': id('party', 'handler'),
        '@type': 'dpv:DataController',
        'dpv:hasName': labels(document.handler),
        'dpv:hasContact': document.contact,
        'dpv:hasAddress': document.address,
        ...officerOf(document),
      },
      ...document.collection.map((entry) => process('collection', entry, { ...collectionParts(entry), 'dpv:hasProcessing': ref('dpv:Collect') })),
      ...document.permissions.map((entry) =>
        process('permission', entry, { 'dpv:hasProcessing': ref('dpv:Collect'), ...necessity(entry.tier), 'suyuan:refusal': labels(entry.refusal) }),
      ),
      ...document.cookies.map((entry) => process('cookie', entry, { 'dpv:hasProcessing': ref('dpv:Store') })),
      ...document.sdks.map((row) => sdkNode(id, row)),
      ...document.entrusting.map((entry) => process('entrusting', entry, disclosureParts(entry, 'dpv:Transfer'))),
      ...document.sharing.map((entry) => process('sharing', entry, disclosureParts(entry, 'dpv:Share'))),
      ...document.transfer.map((entry) => process('transfer', entry, disclosureParts(entry, 'dpv:Transfer'))),
      ...document.publication.map((entry) => process('publication', entry, disclosureParts(entry, 'dpv:MakeAvailable'))),
      ...recipientNodes(document, id),
      ...storageNodes(document, id),
      ...document.rights.map((right) => ({
        '@id': id('right', right.clause),
        '@type': 'dpv:DataSubjectRight',
        'dct:title': labels(right.title),
        'suyuan:grants': right.grants,
        ...(right.path === undefined ? {} : { 'dpv:isExercisedAt': right.path }),
      })),
      ...document.purposes.map(({ code, label }) => ({
        '@id': id('purpose', code),
        '@type': 'dpv:Purpose',
        'skos:prefLabel': labels(label),
        ...(dpvPurposes[code] === undefined ? {} : { 'skos:broader': ref(`dpv:${dpvPurposes[code]}`) }),
      })),
      ...document.itemDictionary.map(({ code, label, sensitive, category, grades }) => ({
        '@id': id('item', code),
        '@type': sensitive ? 'dpv:SensitivePersonalData' : 'dpv:PersonalData',
        'skos:prefLabel': labels(label),
        'suyuan:category': category,
        'suyuan:grade': grades.map(({ grade }) => grade),
      })),
      {
        '@id': 'suyuan:SeparateConsent',
        '@type': 'dpv:Consent',
        'skos:broader': ref('dpv:ExplicitlyExpressedConsent'),
        'skos:prefLabel': labels({ zh: '单独同意', en: 'Separate consent: specific and express, for one act of processing (网数条例 62(7))' }),
      },
    ],
  };
}

const ref = (id: string): Node => ({ '@id': id });
const labels = ({ zh, en }: Bilingual): readonly Node[] => [
  { '@value': zh, '@language': 'zh' },
  { '@value': en, '@language': 'en' },
];
const date = (day: string): Node => ({ '@value': day, '@type': 'xsd:date' });

function officerOf({ contacts }: PolicyDocument): Node {
  const officer = contacts.find(({ clause }) => clause.endsWith('officer'));
  return officer
    ? {
        'dpv:hasDataProtectionOfficer': { '@type': 'dpv:DataProtectionOfficer', 'dpv:hasName': labels(officer.title), 'dpv:hasContact': officer.channel ?? '' },
      }
    : {};
}

type Naming = (kind: string, name: string) => string;

const processNode =
  (id: Naming) =>
  (kind: string, entry: HandlingEntry, parts: Node): Node => ({
    '@id': id(kind, entry.clause),
    '@type': 'dpv:Process',
    'dct:title': labels(entry.title),
    'suyuan:clause': entry.clause,
    'dct:description': labels(entry.purpose),
    'dpv:hasPurpose': entry.purposes.map((code) => ref(id('purpose', code))),
    ...itemsOf(id, entry.items),
    'dpv:hasDataController': ref(id('party', 'handler')),
    'dpv:hasDataSubject': [...new Set(entry.items.map(({ of }) => of))].map((of) => ({ '@type': 'dpv:DataSubject', 'suyuan:of': of })),
    'dpv:hasRecipient': entry.recipients.map((recipient) => ref(id('recipient', recipientName(recipient)))),
    ...legalBasis(entry),
    ...parts,
  });

/** The items, and beside them how this entry prints each and whose it is: that belongs to the entry, not to the item. */
const itemsOf = (id: Naming, items: HandlingEntry['items']): Node => ({
  'dpv:hasPersonalData': [...new Set(items.flatMap(codesOf))].map((code) => ref(id('item', code))),
  'suyuan:lists': items.map((item) => ({
    'suyuan:printed': item.printed,
    'suyuan:of': item.of,
    'suyuan:item': codesOf(item).map((code) => ref(id('item', code))),
  })),
});

/** What the clause promises. What it does not say is left out: DPV has no term for 'as the case may be'. */
function legalBasis({ consent }: HandlingEntry): Node {
  if (!consent) return {};
  const basis = { general: 'dpv:Consent', separate: 'suyuan:SeparateConsent', statutory: 'dpv:LegalObligation' }[consent.kind];
  return { 'dpv:hasLegalBasis': ref(basis), ...(consent.promise ? { 'suyuan:promise': labels(consent.promise) } : {}) };
}

const necessity = (tier: 'basic' | 'extended'): Node => ({ 'dpv:hasNecessity': ref(tier === 'basic' ? 'dpv:Required' : 'dpv:Optional') });

const collectionParts = (entry: CollectionEntry): Node => ({
  ...necessity(entry.tier),
  'suyuan:condition': labels(entry.condition),
  'suyuan:refusal': labels(entry.refusal),
  'dpv:hasDataSource': entry.sources.map((source) => ({ '@type': dataSources[source] ?? 'dpv:DataSource', 'suyuan:source': source })),
});

const dataSources: Readonly<Record<string, string>> = { 'third-party': 'dpv:ThirdPartyDataSource', public: 'dpv:PublicDataSource' };

const measures: Readonly<Record<string, Node>> = {
  contract: { 'dpv:hasLegalMeasure': { '@type': 'dpv:ContractualTerms' } },
  confidentiality: { 'dpv:hasLegalMeasure': { '@type': 'dpv:ConfidentialityAgreement' } },
  'impact-assessment': { 'dpv:hasAssessment': { '@type': 'dpv:Assessment' } },
};

const disclosureParts = (entry: DisclosureEntry, processing: string): Node => ({
  'dpv:hasProcessing': ref(processing),
  'suyuan:safeguards': entry.safeguards,
  ...Object.assign({}, ...entry.safeguards.map((code) => measures[code] ?? {})),
  ...(entry.role === undefined ? {} : { 'suyuan:printedRole': entry.role }),
});

const sdkNode = (id: Naming, row: SdkEntry): Node => ({
  '@id': id('sdk', idOf(row)),
  '@type': 'dpv:Process',
  'dct:title': [row.name, row.version].filter((part) => part !== undefined).join(' '),
  'suyuan:row': row.row,
  'suyuan:platform': row.platform,
  'dct:description': labels(row.scene),
  'dpv:hasProcessing': ref('dpv:Collect'),
  'dpv:hasPurpose': row.purposes.map((code) => ref(id('purpose', code))),
  ...itemsOf(id, row.items),
  'dpv:hasRecipient': row.recipient ? [ref(id('recipient', row.recipient.code))] : [],
  'suyuan:method': row.method,
  'suyuan:permissions': row.permissions,
  ...(row.privacyUrl === undefined ? {} : { 'suyuan:privacyPolicy': ref(row.privacyUrl) }),
});

const recipientName = ({ code, class: of }: PrintedRecipient): string => code ?? `class-${of}`;

/** Entrusted parties are processors; the vendors of SDKs are recipients whose role the policy does not say; all others third parties. */
function recipientNodes({ collection, sharing, entrusting, transfer, publication, sdks, recipientClasses }: PolicyDocument, id: Naming): readonly Node[] {
  const nodes = new Map<string, Node>();
  const add = (name: string, node: Node): void => void (nodes.has(name) || nodes.set(name, { '@id': id('recipient', name), ...node }));
  const labelOf = (code: string): Bilingual => recipientClasses.find((one) => one.code === code)?.label ?? { zh: code, en: code };
  const entries: readonly HandlingEntry[] = [...entrusting, ...sharing, ...transfer, ...publication, ...collection];
  for (const entry of entries) {
    const isProcessor = entrusting.some(({ clause }) => clause === entry.clause) || ('role' in entry && entry.role === 'entrusted');
    for (const recipient of entry.recipients) {
      add(recipientName(recipient), {
        '@type': isProcessor ? 'dpv:DataProcessor' : 'dpv:ThirdParty',
        'dpv:hasName': recipient.named ? recipient.printed : labels(labelOf(recipient.class)),
        'suyuan:named': recipient.named,
        'suyuan:recipientClass': recipient.class,
        ...(recipient.contact === undefined ? {} : { 'dpv:hasContact': recipient.contact }),
      });
    }
  }
  for (const { recipient, collector } of sdks) {
    if (recipient) add(recipient.code, { '@type': 'dpv:Recipient', 'dpv:hasName': collector, 'suyuan:named': true, 'suyuan:recipientClass': recipient.class });
  }
  return [...nodes.values()];
}

const storageNodes = ({ retention, shortRetention, storage }: PolicyDocument, id: Naming): readonly Node[] => [
  ...retention.map(({ clause, product, years, startsAfter }) => ({
    '@id': id('storage', clause),
    '@type': 'dpv:StorageDuration',
    'suyuan:product': product,
    'dpv:hasDuration': { '@value': `P${years}Y`, '@type': 'xsd:duration' },
    'suyuan:startsAfter': labels(startsAfter),
  })),
  ...shortRetention.map(({ clause, title, days, startsAfter }) => ({
    '@id': id('storage', clause),
    '@type': 'dpv:StorageDuration',
    'dct:title': labels(title),
    'dpv:hasDuration': { '@value': `P${days}D`, '@type': 'xsd:duration' },
    'suyuan:startsAfter': labels(startsAfter),
  })),
  ...storage.map(({ clause, title }) => ({ '@id': id('storage', clause), '@type': 'dpv:StorageCondition', 'dct:title': labels(title) })),
];
