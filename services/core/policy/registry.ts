// A policy as data: what evaluate() judges by. Loaded from schemas/policy by the files adapter.
import type { Bilingual, Instant } from '../domain/vocabulary.ts';

/** Kinds of entries that an event can cite as its clause. */
export type ClauseKind = 'collection' | 'sdk' | 'permission' | 'cookie' | 'entrusting' | 'sharing' | 'transfer' | 'publication';

export interface ClauseItem {
  /** The name exactly as the policy prints it. */
  readonly printed: string;
  /** Code of the item dictionary. */
  readonly code: string;
  /** Whose data it is: user, payee, guardian, insured … */
  readonly of: string;
  readonly group?: string;
}

export interface ClauseRecipient {
  readonly printed: string;
  /** The policy prints a concrete legal name. */
  readonly named: boolean;
  readonly class: string;
  /** Recipient code, when named. */
  readonly code?: string;
}

/** One clause, SDK row or other entry that can be cited. */
export interface Clause {
  /** `4.2.16`, `1.1.log`, `A-04` … */
  readonly id: string;
  readonly kind: ClauseKind;
  readonly title: Bilingual;
  readonly purpose: Bilingual;
  /** Purpose codes. */
  readonly purposes: readonly string[];
  readonly items: readonly ClauseItem[];
  readonly recipients: readonly ClauseRecipient[];
  /** collection and permission clauses. */
  readonly tier?: 'basic' | 'extended';
  /** SDK rows: the platform; permissions: the platforms printed. */
  readonly platforms?: readonly string[];
  readonly permissions?: readonly string[];
  readonly products?: readonly string[];
  /** The clause points to another document, or prints a container word that it does not define: what it covers cannot be shown. */
  readonly openEnded?: boolean;
  /** First and last line in the policy text. */
  readonly lines: readonly [number, number];
}

export interface Item {
  readonly code: string;
  readonly label: Bilingual;
  /** Category of JR/T 0171 4.1. */
  readonly category: string;
  /** Sensitive by the policy's own table (一(四)) or PIPL 28. */
  readonly sensitive: boolean;
  /** A container word that the policy prints without saying what is in it (个人基本信息). */
  readonly container?: boolean;
  readonly printedAs: readonly string[];
}

export interface RetentionRule {
  readonly clause: string;
  readonly product: string;
  readonly years: number;
}

export interface PolicyVersion {
  /** `webank-app/8.8`: what events cite. */
  readonly id: string;
  readonly policy: string;
  readonly version: string;
  readonly effectiveFrom: Instant;
  /** SHA-256 of the registry content, hex. */
  readonly contentHash: string;
  readonly clauses: ReadonlyMap<string, Clause>;
  readonly items: ReadonlyMap<string, Item>;
  readonly purposes: ReadonlyMap<string, Bilingual>;
  readonly recipientClasses: ReadonlyMap<string, Bilingual>;
  readonly retention: readonly RetentionRule[];
}

export interface PolicyRegistry {
  /** By id, in order of effect. */
  readonly versions: ReadonlyMap<string, PolicyVersion>;
}

/** The version in force at `at`: the one that took effect last before it. Null before the first. */
export function versionInForce(registry: PolicyRegistry, at: Instant): PolicyVersion | null {
  let inForce: PolicyVersion | null = null;
  for (const version of registry.versions.values()) {
    if (version.effectiveFrom <= at && (!inForce || version.effectiveFrom >= inForce.effectiveFrom)) inForce = version;
  }
  return inForce;
}
