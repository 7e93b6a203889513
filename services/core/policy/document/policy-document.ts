// A version of the policy as one document: every entry of every chapter, as `policy export` gives it. What evaluate() needs of it is in registry.ts.
import type { Bilingual } from '../../domain/vocabulary.ts';

/** An item as the policy prints it. A compound that stays one item has the codes of all its meanings, the first of them as `code`. */
export interface PrintedItem {
  readonly printed: string;
  readonly code: string;
  readonly codes?: readonly string[];
  /** Whose data it is: user, payee, guardian, insured … */
  readonly of: string;
  /** The container word that the policy opens up in brackets. */
  readonly group?: string;
}

export interface PrintedRecipient {
  readonly printed: string;
  readonly named: boolean;
  readonly class: string;
  readonly code?: string;
  readonly contact?: string;
}

export interface ConsentPromise {
  readonly kind: 'general' | 'separate' | 'statutory';
  /** Save where chapter 五 applies. */
  readonly exceptions?: boolean;
  readonly promise?: Bilingual;
}

/** First and last line in the policy text. */
export type Lines = readonly [number, number];

/** An entry with an id and a title in our own words. */
export interface ClauseEntry {
  readonly clause: string;
  readonly title: Bilingual;
  readonly lines: Lines;
}

/** What is done with which items, for what, and to whom they go. */
export interface HandlingEntry extends ClauseEntry {
  readonly purpose: Bilingual;
  /** Purpose codes. */
  readonly purposes: readonly string[];
  readonly items: readonly PrintedItem[];
  readonly recipients: readonly PrintedRecipient[];
  readonly products: readonly string[];
  readonly consent?: ConsentPromise;
}

export interface CollectionEntry extends HandlingEntry {
  readonly tier: 'basic' | 'extended';
  readonly condition: Bilingual;
  readonly refusal: Bilingual;
  readonly sources: readonly string[];
  /** Documents that it points to for what it collects. */
  readonly supplements: readonly string[];
  readonly laws: readonly string[];
  /** Clauses of chapter 二 that it needs or asks for. */
  readonly asksPermissions: readonly string[];
  /** Item codes that it says are not collected. */
  readonly notCollected: readonly string[];
  /** Refusing costs more than this function: basic functions may be restricted. */
  readonly limitsBasic?: boolean;
}

export interface SdkEntry {
  readonly row: string;
  readonly platform: string;
  readonly name: string;
  readonly version?: string;
  readonly scene: Bilingual;
  readonly purposes: readonly string[];
  readonly items: readonly PrintedItem[];
  /** System permissions as printed. */
  readonly permissions: readonly string[];
  readonly method: string;
  readonly collector: string;
  readonly contact?: string;
  /** `country` where it is not mainland China. */
  readonly recipient?: { readonly code: string; readonly class: string; readonly country?: string };
  readonly privacyUrl?: string;
  readonly lines: Lines;
}

export interface SensitiveEntry {
  readonly row: string;
  readonly title: Bilingual;
  readonly clauses: readonly string[];
  readonly items: readonly PrintedItem[];
  readonly purpose: Bilingual;
  /** Purpose codes, where the row says that they are the only ones. */
  readonly purposes?: readonly string[];
  /** Why the items are needed, and what their use does to the person (PIPL 30). */
  readonly necessity?: Bilingual;
  readonly impact?: Bilingual;
  readonly refusal: Bilingual;
  readonly laws: readonly string[];
  readonly lines: Lines;
}

export interface PermissionEntry extends HandlingEntry {
  readonly tier: 'basic' | 'extended';
  readonly platforms: readonly string[];
  /** Names of system permissions that it stands for. */
  readonly covers: readonly string[];
  readonly refusal: Bilingual;
}

export interface CookieEntry extends HandlingEntry {
  readonly refusal?: Bilingual;
}

/** A way out of the bank: entrusting, provision, transfer, publication. */
export interface DisclosureEntry extends HandlingEntry {
  readonly safeguards: readonly string[];
  /** How the items reach the recipient (处理方式, PIPL 23). */
  readonly method?: Bilingual;
  /** The clause stands under provision and says that the recipient is entrusted. */
  readonly role?: 'entrusted';
}

export interface RetentionEntry {
  readonly clause: string;
  readonly product: string;
  readonly years: number;
  readonly startsAfter: Bilingual;
  readonly lines: Lines;
}

export interface ShortRetentionEntry extends ClauseEntry {
  readonly days: number;
  readonly startsAfter: Bilingual;
  readonly outcome: 'deleted' | 'anonymised';
}

export interface BreachNoticeEntry extends ClauseEntry {
  readonly contents: readonly Bilingual[];
  readonly channels: readonly string[];
  readonly fallback: Bilingual;
  readonly regulator: Bilingual;
}

/** How a grading scheme other than the policy's own table grades an item. */
export interface Grade {
  readonly scheme: string;
  readonly grade: string;
  readonly label: Bilingual;
  readonly source: string;
  /** `SF:Sn` read in source n, `GK` from general knowledge: to be verified. */
  readonly mark: string;
}

export interface DictionaryEntry {
  readonly code: string;
  readonly label: Bilingual;
  /** Category of JR/T 0171 4.1. */
  readonly category: string;
  readonly sensitive: boolean;
  readonly container: boolean;
  readonly printedAs: readonly string[];
  readonly grades: readonly Grade[];
}

export interface Labelled {
  readonly code: string;
  readonly label: Bilingual;
}

export interface PolicyDocument {
  readonly policy: string;
  readonly version: string;
  readonly updatedOn: string;
  readonly effectiveOn: string;
  readonly collection: readonly CollectionEntry[];
  readonly sdks: readonly SdkEntry[];
  readonly sensitive: readonly SensitiveEntry[];
  readonly permissions: readonly PermissionEntry[];
  readonly cookies: readonly CookieEntry[];
  readonly entrusting: readonly DisclosureEntry[];
  readonly sharing: readonly DisclosureEntry[];
  readonly transfer: readonly DisclosureEntry[];
  readonly publication: readonly DisclosureEntry[];
  readonly consentExceptions: readonly (ClauseEntry & { readonly legalBasis: string })[];
  readonly retention: readonly RetentionEntry[];
  readonly shortRetention: readonly ShortRetentionEntry[];
  readonly storage: readonly (ClauseEntry & { readonly mainlandOnly?: boolean })[];
  readonly breachNotice: readonly BreachNoticeEntry[];
  readonly rights: readonly (ClauseEntry & { readonly grants: readonly string[]; readonly endsService?: boolean; readonly path?: string })[];
  readonly deletionConditions: readonly ClauseEntry[];
  readonly refusalGrounds: readonly ClauseEntry[];
  readonly responseDeadlines: readonly (ClauseEntry & { readonly workingDays: number })[];
  readonly majorChanges: readonly ClauseEntry[];
  readonly minors: readonly (ClauseEntry & { readonly minAge?: number; readonly maxAge?: number })[];
  readonly contacts: readonly (ClauseEntry & { readonly channel?: string })[];
  readonly itemDictionary: readonly DictionaryEntry[];
  // What follows is more than the interface asks for.
  readonly protection: readonly (ClauseEntry & { readonly authorities: readonly string[] })[];
  readonly disputes: readonly ClauseEntry[];
  readonly purposes: readonly Labelled[];
  readonly recipientClasses: readonly Labelled[];
  readonly safeguards: readonly Labelled[];
  readonly title: Bilingual;
  readonly handler: Bilingual;
  readonly contact: string;
  readonly address: string;
  /** What the policy prints as a table rather than as prose. */
  readonly tables: readonly string[];
  /** An invented version, to show and test with: never in force. */
  readonly example: boolean;
  readonly contentHash: string;
  /** The printed text: its file name, and the SHA-256 of that file. */
  readonly text: { readonly file: string; readonly lines: number; readonly sha256: string };
}

/** Sections whose entries are cited or listed, in the order of the policy. */
export const sections = [
  'collection',
  'sdks',
  'sensitive',
  'permissions',
  'cookies',
  'entrusting',
  'sharing',
  'transfer',
  'publication',
  'consentExceptions',
  'storage',
  'retention',
  'shortRetention',
  'protection',
  'breachNotice',
  'rights',
  'deletionConditions',
  'refusalGrounds',
  'responseDeadlines',
  'majorChanges',
  'minors',
  'disputes',
  'contacts',
] as const satisfies readonly (keyof PolicyDocument)[];

/** Sections whose entries an event can cite as its clause. */
export const citable = [
  'collection',
  'sdks',
  'permissions',
  'cookies',
  'entrusting',
  'sharing',
  'transfer',
  'publication',
] as const satisfies readonly (keyof PolicyDocument)[];

export type Section = (typeof sections)[number];
export type SectionEntry = PolicyDocument[Section][number];

/** `4.2.16` or, in a table, `A-04`. */
export const idOf = (entry: SectionEntry): string => ('row' in entry ? entry.row : entry.clause);

/** All codes of an item, in order. */
export const codesOf = (item: PrintedItem): readonly string[] => item.codes ?? [item.code];

/** Every entry that lists items, in the order of the policy. */
export const itemised = (document: PolicyDocument): readonly (SectionEntry & { readonly items: readonly PrintedItem[] })[] =>
  sections.flatMap((section) => document[section].filter((entry) => 'items' in entry));
