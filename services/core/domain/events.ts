// Generated from schemas/events by `npm run generate`: the events as the domain holds them, every default filled in.

/* oxlint-disable max-lines -- generated, in one piece */

import type { Instant } from './vocabulary.ts';

export type SubjectType = 'customer' | 'payee' | 'contact' | 'guardian' | 'legal-representative' | 'insured' | 'beneficiary' | 'employee' | 'unknown';

export type AgeBand = 'under-14' | 'age-14-to-15' | 'age-16-to-17' | 'adult' | 'unknown';

export type DisclosureClass = 'subject-visible' | 'suppressed-aml' | 'suppressed-secrecy' | 'privileged' | 'unknown';

export type ConsentKind = 'general' | 'separate' | 'written' | 'guardian' | 'unknown';

export type ConsentAct = 'dedicated' | 'bundled' | 'signature' | 'oral' | 'unknown';

export type DeletionReason =
  | 'purpose-achieved'
  | 'retention-ended'
  | 'consent-withdrawn'
  | 'requested'
  | 'account-closed'
  | 'service-stopped'
  | 'unlawful'
  | 'unfinished-application'
  | 'minor'
  | 'unknown';

export type FindingStatus = 'opened' | 'accepted' | 'fixed' | 'reopened' | 'false-positive' | 'unknown';

export type IncidentKind = 'leaked' | 'tampered' | 'lost' | 'destroyed' | 'obtained' | 'misused' | 'unavailable' | 'product-flaw' | 'unknown';

export type ExposureMode = 'held' | 'transferred' | 'unknown';

export type IncidentRegime = 'cac' | 'nfra' | 'pboc' | 'pipl' | 'public-security' | 'nfra-system' | 'pboc-consumer' | 'unknown';

export type FilingStage = 'brief' | 'initial' | 'written' | 'progress' | 'summary' | 'supplement' | 'unknown';

export type IncidentGrade = 'general' | 'large' | 'major' | 'extreme' | 'unknown';

export type QueryPhase = 'intended' | 'completed' | 'unknown';

export type QueryOutcome = 'answered' | 'refused' | 'failed' | 'unknown';

export type LegalBasis = '13-1' | '13-2' | '13-3' | '13-4' | '13-5' | '13-6' | '13-7' | 'unknown';

export type Origin = 'subject' | 'device' | 'sdk' | 'third-party' | 'derived' | 'public' | 'unknown';

export type Platform = 'android' | 'ios' | 'harmonyos' | 'web' | 'mini-program' | 'counter' | 'backend' | 'unknown';

export type Protection = 'plain' | 'encrypted' | 'de-identified' | 'anonymised' | 'masked' | 'unknown';

export type DeletionMethod = 'deleted' | 'anonymised' | 'restricted' | 'unknown';

export type SharingMode = 'provided' | 'entrusted' | 'sdk-direct' | 'statutory' | 'transferred' | 'published' | 'joint' | 'unknown';

export type TransferMethod = 'api' | 'file' | 'sdk' | 'manual' | 'unknown';

export type UseActivity = 'used' | 'derived' | 'automated-decision' | 'personalised-push' | 'accessed' | 'stored' | 'unknown';

export type Environment = 'production' | 'test' | 'unknown';

export type AssessmentKind = 'personal-information' | 'data-security' | 'unknown';

export type AcknowledgementOutcome = 'deleted' | 'anonymised' | 'restricted' | 'refused' | 'unknown';

export type RecipientRole = 'processor' | 'handler' | 'joint' | 'overseas' | 'state-organ' | 'credit-bureau' | 'group' | 'successor' | 'unknown';

export type RequestDecision = 'granted' | 'partly-granted' | 'refused' | 'extended' | 'unknown';

export type Right =
  | 'access'
  | 'copy'
  | 'transfer'
  | 'correction'
  | 'supplement'
  | 'deletion'
  | 'restriction'
  | 'withdrawal'
  | 'account-closure'
  | 'explanation'
  | 'automated-decision-refusal'
  | 'near-relative'
  | 'complaint'
  | 'unknown';

export type Requester = 'subject' | 'guardian' | 'near-relative' | 'agent' | 'unknown';

export type NotificationChannel = 'email' | 'letter' | 'phone' | 'push' | 'sms' | 'announcement' | 'unknown';

export type DeliveryState = 'sent' | 'delivered' | 'failed' | 'exempted' | 'unknown';

/** A reference that can identify someone (order, tracking, device number), encrypted under the person's own key; unreadable once that key is destroyed. */
export interface SealedReference {
  /** What the reference is, e.g. order-no, tracking-no, device-id. */
  readonly kind: string;
  /** Cipher suite: A256GCM (AES-256-GCM, 96-bit synthetic nonce, 128-bit tag). */
  readonly suite: string;
  /** Random id of the person's key; says nothing about the person. */
  readonly keyId: string;
  /** nonce (12 bytes), ciphertext, tag (16 bytes). AAD: eventId, dataSubject, kind and keyId, joined by newlines. */
  readonly ciphertext: Uint8Array;
}

/** A person consented. */
export interface ConsentGranted {
  readonly type: 'ConsentGranted';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Consent id; one id is one consent of this person, whichever system cites it. 同意编号. */
  readonly consent: string;
  /** Kind of consent. */
  readonly kind: ConsentKind;
  /** How it was given: by one act for this alone (dedicated), with the policy or other consents (bundled: never a separate consent), signed, or spoken. */
  readonly act: ConsentAct;
  /** Item codes in scope; empty means every item the policy version lists for the purposes. */
  readonly items: readonly string[];
  /** Purpose codes in scope; empty means every purpose of the policy version. */
  readonly purposes: readonly string[];
  /** The one recipient a separate consent to provision is for. */
  readonly recipient: string | null;
  /** Handling methods in scope; empty means those of the policy version. */
  readonly methods: readonly string[];
  /** Notice id shown before. */
  readonly notice: string | null;
  /** SHA-256 of the consent text, hex. */
  readonly textHash: string | null;
  /** Reference of the screen evidence. */
  readonly evidence: string | null;
  /** End of validity; null means until withdrawn. */
  readonly validUntil: Instant | null;
  /** dataSubject of the guardian who consented. */
  readonly guardian: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A person withdrew a consent, whole or in part. */
export interface ConsentWithdrawn {
  readonly type: 'ConsentWithdrawn';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Consent id withdrawn, as in ConsentGranted. */
  readonly consent: string;
  /** Item codes withdrawn; empty means all. */
  readonly items: readonly string[];
  /** Purpose codes withdrawn; empty means all. */
  readonly purposes: readonly string[];
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A holder was asked to delete items about a person. */
export interface DeletionRequested {
  readonly type: 'DeletionRequested';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Deletion request id. */
  readonly deletionRequest: string;
  /** Holder asked: webank or a recipient code. */
  readonly at: string;
  /** Item codes; empty means all that the holder has of this person. */
  readonly items: readonly string[];
  /** Why. */
  readonly reason: DeletionReason;
  /** When it must be done. */
  readonly dueAt: Instant | null;
  /** Rights request it follows from. */
  readonly request: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** Someone took a decision on a finding. */
export interface FindingStatusChanged {
  readonly type: 'FindingStatusChanged';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Rule id. */
  readonly rule: string;
  /** What the decision covers: an event id, or clause and recipient. */
  readonly scope: string;
  /** New status. */
  readonly status: FindingStatus;
  /** Who must act. */
  readonly owner: string | null;
  /** When it must be put right. */
  readonly dueAt: Instant | null;
  /** Reason code. */
  readonly reason: string | null;
  /** Proof of the remedy. */
  readonly evidence: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** Handling of an incident ended. */
export interface IncidentClosed {
  readonly type: 'IncidentClosed';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Incident id. */
  readonly incident: string;
  /** Reference of the summary. */
  readonly lessons: string | null;
  /** Reference of what was put right. */
  readonly rectification: string | null;
  /** Reference of who was held to account. */
  readonly accountability: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** An incident that may touch personal data was declared. */
export interface IncidentDeclared {
  readonly type: 'IncidentDeclared';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Incident id. */
  readonly incident: string;
  /** What happened: leaked, tampered with, lost, destroyed, illegally obtained, illegally used, unavailable, or a flaw of a product. */
  readonly kind: IncidentKind;
  /** It may have happened: PIPL 57 covers that too. */
  readonly suspected: boolean;
  /** Whose data was exposed: webank or a recipient code. */
  readonly holder: string;
  /** Item codes exposed; empty means all. */
  readonly items: readonly string[];
  /** What was exposed. */
  readonly mode: ExposureMode;
  /** Start of the window. */
  readonly exposedFrom: Instant | null;
  /** End of the window. */
  readonly exposedUntil: Instant | null;
  /** When it happened, when known; else the window of exposure bounds it. 发生时间. */
  readonly incidentOccurredAt: Instant | null;
  /** When the bank knew: most clocks start then. 发现时间. */
  readonly discoveredAt: Instant | null;
  /** When the recipient knew, when the incident is with a recipient. */
  readonly holderDiscoveredAt: Instant | null;
  /** Cause code. */
  readonly cause: string | null;
  /** Codes of possible harm. */
  readonly harms: readonly string[];
  /** Codes of the systems affected. */
  readonly systems: readonly string[];
  /** Codes of the measures taken so far. */
  readonly measures: readonly string[];
  /** A crime is suspected: public security must be told. */
  readonly crimeSuspected: boolean;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A report on an incident was filed. */
export interface IncidentFiled {
  readonly type: 'IncidentFiled';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Incident id. */
  readonly incident: string;
  /** Regime. */
  readonly regime: IncidentRegime;
  /** Stage. */
  readonly stage: FilingStage;
  /** Authority code. */
  readonly authority: string | null;
  /** Receipt number. */
  readonly receipt: string | null;
  /** SHA-256 of the report as filed, hex. */
  readonly contentHash: string | null;
  /** Elements of the template still to be supplied. 待补报项. */
  readonly pending: readonly string[];
  /** People affected as stated: at least. */
  readonly peopleMin: number | null;
  /** People affected as stated: most likely. */
  readonly peopleLikely: number | null;
  /** People affected as stated: at most. */
  readonly peopleMax: number | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** An incident got a grade under a regime. */
export interface IncidentGraded {
  readonly type: 'IncidentGraded';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Incident id. */
  readonly incident: string;
  /** Regime. */
  readonly regime: IncidentRegime;
  /** Grade. */
  readonly grade: IncidentGrade;
  /** Fact that decided the grade. */
  readonly decidingFact: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** Someone looked at lineage (GB/T 35273 11.3; 征信业管理条例 22 as the pattern). */
export interface LineageQueried {
  readonly type: 'LineageQueried';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** The person looked at, when it was one. */
  readonly dataSubject: string | null;
  /** Before or after the answer. */
  readonly phase: QueryPhase;
  /** What became of it; unknown before the answer. */
  readonly outcome: QueryOutcome;
  /** Pseudonymous code of who looked. */
  readonly actor: string;
  /** Role of who looked. */
  readonly role: string;
  /** Stated purpose. */
  readonly purpose: string;
  /** Case or ticket. */
  readonly caseId: string | null;
  /** Route template or command, without parameters. */
  readonly route: string;
  /** Network zone or client it came from, as a code. */
  readonly source: string | null;
  /** SHA-256 of the normalised query, hex. */
  readonly queryHash: string | null;
  /** Item codes or field groups that the answer shows. */
  readonly fields: readonly string[];
  /** How many people the answer is about. */
  readonly subjects: number;
  /** Rows answered. */
  readonly rows: number;
  /** Bytes answered. */
  readonly responseBytes: number;
  /** SHA-256 of the answer, hex. */
  readonly responseHash: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A notice was shown to a person before handling (PIPL 17, 23, 30). */
export interface NoticeShown {
  readonly type: 'NoticeShown';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Notice id. */
  readonly notice: string;
  /** Elements the notice held, e.g. name, contact, purpose, method, items, retention, rights, necessity, impact, adverse-information. */
  readonly elements: readonly string[];
  /** Item codes it spoke of; empty means all of the policy version. */
  readonly items: readonly string[];
  /** Purpose codes it spoke of; empty means all. */
  readonly purposes: readonly string[];
  /** Recipient it named. */
  readonly recipient: string | null;
  /** System permissions it explained. */
  readonly permissions: readonly string[];
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** The bank, or an SDK for it, collected items about a person. */
export interface PersonalDataCollected {
  readonly type: 'PersonalDataCollected';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Item codes of the dictionary, never values. 个人信息字段. */
  readonly items: readonly string[];
  /** Purpose code. 处理目的. */
  readonly purpose: string;
  /** Legal basis claimed. */
  readonly legalBasis: LegalBasis;
  /** Consent id relied on, when the basis is consent. */
  readonly consent: string | null;
  /** Contract id, statute or necessity memo the basis rests on. 依据凭证. */
  readonly basisEvidence: string | null;
  /** Where the items came from. */
  readonly origin: Origin;
  /** Recipient code of the third party the items came from. */
  readonly source: string | null;
  /** Client platform. */
  readonly platform: Platform;
  /** Version of the app. */
  readonly appVersion: string | null;
  /** SDK row of the policy, e.g. A-04. */
  readonly sdk: string | null;
  /** Version of the SDK that was in the app. */
  readonly sdkVersion: string | null;
  /** System permissions used. */
  readonly permissions: readonly string[];
  /** How the items were protected. */
  readonly protection: Protection;
  /** ISO 3166-1 alpha-2 country where it is stored; CN-mainland is CN. */
  readonly storageLocation: string | null;
  /** Product relationship the items belong to: account, deposit, wealth, loan, insurance. */
  readonly product: string | null;
  /** Notice id shown before. */
  readonly notice: string | null;
  /** Another way than a face or fingerprint was offered (人脸识别办法 10). */
  readonly alternativeOffered: boolean;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** Items about a person were deleted, anonymised or restricted at a holder. */
export interface PersonalDataDeleted {
  readonly type: 'PersonalDataDeleted';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Holder: webank or a recipient code. */
  readonly at: string;
  /** Item codes; empty means all that the holder has of this person. */
  readonly items: readonly string[];
  /** Only what is held for this purpose; null means for any. */
  readonly purpose: string | null;
  /** What was done. */
  readonly method: DeletionMethod;
  /** Why. */
  readonly reason: DeletionReason;
  /** Statute that requires keeping, when restricted. */
  readonly statute: string | null;
  /** Deletion request it answers. */
  readonly deletionRequest: string | null;
  /** Proof of deletion. */
  readonly evidence: string | null;
  /** Codes of the systems where it was carried out. */
  readonly systems: readonly string[];
  /** Proof that the keys were destroyed. */
  readonly keyDestruction: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A recipient got items about a person. */
export interface PersonalDataShared {
  readonly type: 'PersonalDataShared';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Item codes of the dictionary, never values. 个人信息字段. */
  readonly items: readonly string[];
  /** Purpose code. 处理目的. */
  readonly purpose: string;
  /** Legal basis claimed. */
  readonly legalBasis: LegalBasis;
  /** Consent id relied on, when the basis is consent. */
  readonly consent: string | null;
  /** Contract id, statute or necessity memo the basis rests on. 依据凭证. */
  readonly basisEvidence: string | null;
  /** Who passed them on: webank, or the code of a recipient that passed them further (PIPL 21(3)). 提供方. */
  readonly from: string;
  /** Code of the recipient; for a publication the code public. 接收方. */
  readonly recipient: string;
  /** How the recipient got them. */
  readonly mode: SharingMode;
  /** Technical way. */
  readonly transferMethod: TransferMethod;
  /** Registered gateway or interface it went through (银行保险机构数据安全管理办法 53). 传输通道. */
  readonly gateway: string | null;
  /** ISO 3166-1 alpha-2 country the items went to. */
  readonly recipientCountry: string | null;
  /** ISO 3166-1 alpha-2 country where the recipient stores them; CN-mainland is CN. 存储地点. */
  readonly storageLocation: string | null;
  /** Contract relied on. */
  readonly contract: string | null;
  /** Impact assessment relied on. 影响评估编号. */
  readonly pia: string | null;
  /** Cross-border mechanism or approval number (PIPL 38, 41). 出境机制. */
  readonly transferMechanism: string | null;
  /** How many records of this person went. 涉及条数. */
  readonly records: number;
  /** Adverse credit information (征信业管理条例 15). */
  readonly adverse: boolean;
  /** Client platform. */
  readonly platform: Platform;
  /** Version of the app. */
  readonly appVersion: string | null;
  /** SDK row of the policy, e.g. A-04. */
  readonly sdk: string | null;
  /** Version of the SDK that was in the app. */
  readonly sdkVersion: string | null;
  /** System permissions used. */
  readonly permissions: readonly string[];
  /** How the items were protected. */
  readonly protection: Protection;
  /** Product relationship. */
  readonly product: string | null;
  /** Notice id shown before. */
  readonly notice: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** The bank used items about a person. */
export interface PersonalDataUsed {
  readonly type: 'PersonalDataUsed';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Item codes of the dictionary, never values. 个人信息字段. */
  readonly items: readonly string[];
  /** Purpose code. 处理目的. */
  readonly purpose: string;
  /** Legal basis claimed. */
  readonly legalBasis: LegalBasis;
  /** Consent id relied on, when the basis is consent. */
  readonly consent: string | null;
  /** Contract id, statute or necessity memo the basis rests on. 依据凭证. */
  readonly basisEvidence: string | null;
  /** Kind of use. */
  readonly activity: UseActivity;
  /** Item codes that the use produced; the bank holds them from then on. */
  readonly derivedItems: readonly string[];
  /** A decision with significant effect on the person (PIPL 24(3)). */
  readonly significant: boolean;
  /** Model and version that decided (PIPL 24). */
  readonly model: string | null;
  /** Id of the explanation that the person can ask for (PIPL 24(3)). */
  readonly explanation: string | null;
  /** Id of the review by a person. */
  readonly humanReview: string | null;
  /** Where it ran. */
  readonly environment: Environment;
  /** Client platform. */
  readonly platform: Platform;
  /** Version of the app. */
  readonly appVersion: string | null;
  /** SDK row of the policy, e.g. A-04. */
  readonly sdk: string | null;
  /** Version of the SDK that was in the app. */
  readonly sdkVersion: string | null;
  /** System permissions used. */
  readonly permissions: readonly string[];
  /** How the items were protected. */
  readonly protection: Protection;
  /** ISO 3166-1 alpha-2 country where it ran or is stored; CN-mainland is CN. */
  readonly storageLocation: string | null;
  /** Product relationship. */
  readonly product: string | null;
  /** Another way was offered (人脸识别办法 10). */
  readonly alternativeOffered: boolean;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** An assessment before handling was approved (PIPL 55, 56; 银行保险机构数据安全管理办法 22). */
export interface PiaApproved {
  readonly type: 'PiaApproved';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Assessment id. */
  readonly pia: string;
  /** Kind of assessment. */
  readonly kind: AssessmentKind;
  /** sensitive, automated-decision, entrust, provide, publish, export, face, other. */
  readonly triggers: readonly string[];
  /** Item codes in scope; empty means all of the purposes. */
  readonly items: readonly string[];
  /** Purpose codes in scope; empty means all. */
  readonly purposes: readonly string[];
  /** Handling methods in scope; empty means all. */
  readonly methods: readonly string[];
  /** Recipient codes in scope; empty means any. */
  readonly recipients: readonly string[];
  /** How many people the handling touches. 涉及人数. */
  readonly people: number | null;
  /** Code of the handling activity. 处理活动. */
  readonly activity: string | null;
  /** Code of the department that answers for it. */
  readonly department: string | null;
  /** Conclusion code on lawful, legitimate and necessary. 合法正当必要结论. */
  readonly conclusion: string | null;
  /** Impact on rights: low, medium, high. 权益影响等级. */
  readonly impact: string | null;
  /** Security risk: low, medium, high. 安全风险等级. */
  readonly risk: string | null;
  /** Codes of the measures of protection. */
  readonly safeguards: readonly string[];
  /** low, medium, high. */
  readonly residualRisk: string | null;
  /** Codes of what is still to be put right. 整改项. */
  readonly openMeasures: readonly string[];
  /** When that must be done. */
  readonly measuresDueAt: Instant | null;
  /** Pseudonymous code of who assessed. 评估人. */
  readonly assessor: string | null;
  /** Codes of third parties that took part. */
  readonly thirdParties: readonly string[];
  /** Assessment id that this one replaces. 重评. */
  readonly replaces: string | null;
  /** When it must be done again. */
  readonly validUntil: Instant | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A version of the privacy policy was published. */
export interface PolicyPublished {
  readonly type: 'PolicyPublished';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Policy id, e.g. webank-app. */
  readonly policy: string;
  /** Version, e.g. 8.8. */
  readonly version: string;
  /** SHA-256 of the registry content, hex. */
  readonly contentHash: string;
  /** When it takes effect. */
  readonly effectiveFrom: Instant;
  /** Elements the notice holds, as in NoticeShown (PIPL 17; 网数条例 21). */
  readonly elements: readonly string[];
  /** Major changes of 八 that it holds. */
  readonly majorChanges: readonly string[];
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A recipient answered a deletion notice. */
export interface RecipientAcknowledged {
  readonly type: 'RecipientAcknowledged';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Deletion request id. */
  readonly deletionRequest: string;
  /** Recipient that answered. */
  readonly recipient: string;
  /** Item codes; empty means all. */
  readonly items: readonly string[];
  /** What it says it did. */
  readonly outcome: AcknowledgementOutcome;
  /** Reason code of a refusal. */
  readonly reason: string | null;
  /** Statute that a refusal cites. */
  readonly statute: string | null;
  /** Certificate or receipt. */
  readonly evidence: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** The record of a recipient changed; the event holds the whole new record. */
export interface RecipientChanged {
  readonly type: 'RecipientChanged';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Code of the recipient. */
  readonly recipient: string;
  /** Recipient class of the policy it is registered under. */
  readonly recipientClass: string;
  /** Registered legal name. 名称. */
  readonly legalName: string;
  /** English name. */
  readonly nameEn: string | null;
  /** Public contact that the person can use (PIPL 23). */
  readonly contact: string | null;
  /** 统一社会信用代码. */
  readonly creditCode: string | null;
  /** Role of the recipient. */
  readonly role: RecipientRole;
  /** Belongs to the group of the bank (银行保险机构数据安全管理办法 29, 59). 集团内. */
  readonly inGroup: boolean;
  /** ISO 3166-1 alpha-2 country. */
  readonly country: string;
  /** Licence the role needs, e.g. 个人征信业务经营许可. */
  readonly licence: string | null;
  /** Purposes agreed or notified. */
  readonly purposes: readonly string[];
  /** Handling methods agreed or notified (PIPL 23). 处理方式. */
  readonly methods: readonly string[];
  /** Item codes agreed or notified; empty means: not limited. */
  readonly items: readonly string[];
  /** Contract id. */
  readonly contract: string | null;
  /** Start of the contract. */
  readonly contractValidFrom: Instant | null;
  /** End of the contract. */
  readonly contractValidUntil: Instant | null;
  /** Elements the contract has (PIPL 21, 网数条例 12). */
  readonly contractElements: readonly string[];
  /** Codes of the recipients it may pass items on to, approved by the bank (PIPL 21(3)). 转委托. */
  readonly subProcessors: readonly string[];
  /** PIA ids that cover it. */
  readonly pias: readonly string[];
  /** SDK rows it operates. */
  readonly sdks: readonly string[];
  /** When it was last supervised or audited (PIPL 21). 最近监督日期. */
  readonly supervisedAt: Instant | null;
  /** Conclusion code of that supervision. */
  readonly supervision: string | null;
  /** Code of the department of the bank that answers for it. 责任部门. */
  readonly department: string | null;
  /** Privacy notice of the recipient. */
  readonly privacyUrl: string | null;
  /** Names of the fields that changed. */
  readonly changed: readonly string[];
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A recipient was told to delete items about a person. */
export interface RecipientNotified {
  readonly type: 'RecipientNotified';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Deletion request id; the acknowledgement carries the same. */
  readonly deletionRequest: string;
  /** Recipient told. */
  readonly recipient: string;
  /** Item codes; empty means all. */
  readonly items: readonly string[];
  /** When an answer is due. */
  readonly dueAt: Instant | null;
  /** Proof that it was told. */
  readonly evidence: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A concrete recipient was registered under a class of the policy. */
export interface RecipientRegistered {
  readonly type: 'RecipientRegistered';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Code of the recipient. */
  readonly recipient: string;
  /** Recipient class of the policy it is registered under. */
  readonly recipientClass: string;
  /** Registered legal name. 名称. */
  readonly legalName: string;
  /** English name. */
  readonly nameEn: string | null;
  /** Public contact that the person can use (PIPL 23). */
  readonly contact: string | null;
  /** 统一社会信用代码. */
  readonly creditCode: string | null;
  /** Role of the recipient. */
  readonly role: RecipientRole;
  /** Belongs to the group of the bank (银行保险机构数据安全管理办法 29, 59). 集团内. */
  readonly inGroup: boolean;
  /** ISO 3166-1 alpha-2 country. */
  readonly country: string;
  /** Licence the role needs, e.g. 个人征信业务经营许可. */
  readonly licence: string | null;
  /** Purposes agreed or notified. */
  readonly purposes: readonly string[];
  /** Handling methods agreed or notified (PIPL 23). 处理方式. */
  readonly methods: readonly string[];
  /** Item codes agreed or notified; empty means: not limited. */
  readonly items: readonly string[];
  /** Contract id. */
  readonly contract: string | null;
  /** Start of the contract. */
  readonly contractValidFrom: Instant | null;
  /** End of the contract. */
  readonly contractValidUntil: Instant | null;
  /** Elements the contract has (PIPL 21, 网数条例 12). */
  readonly contractElements: readonly string[];
  /** Codes of the recipients it may pass items on to, approved by the bank (PIPL 21(3)). 转委托. */
  readonly subProcessors: readonly string[];
  /** PIA ids that cover it. */
  readonly pias: readonly string[];
  /** SDK rows it operates. */
  readonly sdks: readonly string[];
  /** When it was last supervised or audited (PIPL 21). 最近监督日期. */
  readonly supervisedAt: Instant | null;
  /** Conclusion code of that supervision. */
  readonly supervision: string | null;
  /** Code of the department of the bank that answers for it. 责任部门. */
  readonly department: string | null;
  /** Privacy notice of the recipient. */
  readonly privacyUrl: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** Sharing with a recipient ended. */
export interface RecipientTerminated {
  readonly type: 'RecipientTerminated';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Recipient code. */
  readonly recipient: string;
  /** Reason code. */
  readonly reason: string | null;
  /** Proof that data was returned or deleted (PIPL 21(2)). */
  readonly returnEvidence: string | null;
  /** Proof of the on-site check (银行保险机构数据安全管理办法 38). */
  readonly inspectionEvidence: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A product relationship ended: the retention clock starts. */
export interface RelationshipEnded {
  readonly type: 'RelationshipEnded';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Relationship id. */
  readonly relationship: string;
  /** As in RelationshipStarted. */
  readonly product: string;
  /** Code, e.g. closed, refused, abandoned, expired. */
  readonly reason: string | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A product relationship with a person began: a retention clock may hang on it. */
export interface RelationshipStarted {
  readonly type: 'RelationshipStarted';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Relationship id. */
  readonly relationship: string;
  /** account, deposit, wealth, loan, insurance, or application for one that is not finished. */
  readonly product: string;
  /** Agreed end of the term, e.g. of an insurance policy (保险法 87). */
  readonly endsAt: Instant | null;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A request was decided. */
export interface RightsRequestDecided {
  readonly type: 'RightsRequestDecided';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Request id. */
  readonly request: string;
  /** Outcome. */
  readonly decision: RequestDecision;
  /** When the identity was verified, when that was after the request was received. */
  readonly verifiedAt: Instant | null;
  /** New deadline, when extended. */
  readonly extendedUntil: Instant | null;
  /** Reason code of a refusal (policy 七(八)). */
  readonly reason: string | null;
  /** Statute cited. */
  readonly statute: string | null;
  /** Told in writing (未成年人网络保护条例 34). */
  readonly inWriting: boolean;
  /** When it was carried out. */
  readonly fulfilledAt: Instant | null;
  /** SHA-256 of the copy package handed over, hex. */
  readonly packageHash: string | null;
  /** Fee charged, in fen (网数条例 25). */
  readonly fee: number;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A person, or someone for them, exercised a right. */
export interface RightsRequestReceived {
  readonly type: 'RightsRequestReceived';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Request id. */
  readonly request: string;
  /** Right exercised. */
  readonly right: Right;
  /** Item codes it is about; empty means all. */
  readonly items: readonly string[];
  /** Who asked. */
  readonly requester: Requester;
  /** When the identity was verified: the clock starts then. Null: not yet, RightsRequestDecided says it later. */
  readonly verifiedAt: Instant | null;
  /** Code of how it was verified. 身份核验方式. */
  readonly verification: string | null;
  /** Codes of the proofs shown, e.g. guardianship, power-of-attorney, death, kinship, no-contrary-arrangement (PIPL 49). */
  readonly proofs: readonly string[];
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** A person was told of an incident, or exempted with a reason (PIPL 57). */
export interface SubjectNotified {
  readonly type: 'SubjectNotified';
  /** Code of the system that reports. With sourceEventId it is the identity of the event. */
  readonly producer: string;
  /** The producer's own id, made and stored before the first send; the same on every retry. */
  readonly sourceEventId: string;
  /** Business time at the producer, milliseconds since 1970 UTC. 发生时间. */
  readonly occurredAt: Instant;
  /** Random pseudonym of the one person this event is about; the identity vault alone can map it. 主体标识. */
  readonly dataSubject: string;
  /** Who the person is to the bank. */
  readonly subjectType: SubjectType;
  /** Age when it happened. */
  readonly ageBand: AgeBand;
  /** Whether the person may be shown it. */
  readonly disclosureClass: DisclosureClass;
  /** Statute that allows non-disclosure; needed when disclosureClass is not subject-visible. */
  readonly exemptionGround: string | null;
  /** Encrypted identifying references. */
  readonly sealed: readonly SealedReference[];
  /** Incident id. */
  readonly incident: string;
  /** Item codes affected. */
  readonly items: readonly string[];
  /** How. */
  readonly notificationChannel: NotificationChannel;
  /** What became of it. */
  readonly delivery: DeliveryState;
  /** Elements the notice held. */
  readonly contents: readonly string[];
  /** Why no notice was needed. */
  readonly exemptionReason: string | null;
  /** Told to the guardian of a minor. */
  readonly toGuardian: boolean;
  /** Joins the events of one act about several people. */
  readonly correlationId: string | null;
  /** Event ids this one follows from: the edges of lineage (PROV wasDerivedFrom). 上游事件. */
  readonly causedBy: readonly string[];
  /** Policy version the producer acted under, e.g. webank-app/8.8. 告知版本. */
  readonly policyVersion: string | null;
  /** Clause of that policy, e.g. 4.2.16 for 四(二)16, or an SDK row such as A-04. 条款. */
  readonly clause: string | null;
  /** Code of the system where it happened. */
  readonly system: string | null;
  /** Business channel, e.g. app, counter, batch. */
  readonly channel: string | null;
  /** Pseudonymous code of the employee or job that acted. */
  readonly actor: string | null;
  /** Pseudonymous code of who approved it. */
  readonly approver: string | null;
}

/** Events about one person each. */

export type PersonEvent =
  | ConsentGranted
  | ConsentWithdrawn
  | DeletionRequested
  | NoticeShown
  | PersonalDataCollected
  | PersonalDataDeleted
  | PersonalDataShared
  | PersonalDataUsed
  | RecipientAcknowledged
  | RecipientNotified
  | RelationshipEnded
  | RelationshipStarted
  | RightsRequestDecided
  | RightsRequestReceived
  | SubjectNotified;

/** Facts about no single person. */

export type RegisterEvent =
  | FindingStatusChanged
  | IncidentClosed
  | IncidentDeclared
  | IncidentFiled
  | IncidentGraded
  | PiaApproved
  | PolicyPublished
  | RecipientChanged
  | RecipientRegistered
  | RecipientTerminated;

export type DomainEvent = PersonEvent | RegisterEvent | LineageQueried;

export type EventType = DomainEvent['type'];

export const personEventTypes = [
  'ConsentGranted',
  'ConsentWithdrawn',
  'DeletionRequested',
  'NoticeShown',
  'PersonalDataCollected',
  'PersonalDataDeleted',
  'PersonalDataShared',
  'PersonalDataUsed',
  'RecipientAcknowledged',
  'RecipientNotified',
  'RelationshipEnded',
  'RelationshipStarted',
  'RightsRequestDecided',
  'RightsRequestReceived',
  'SubjectNotified',
] as const;

export const registerEventTypes = [
  'FindingStatusChanged',
  'IncidentClosed',
  'IncidentDeclared',
  'IncidentFiled',
  'IncidentGraded',
  'PiaApproved',
  'PolicyPublished',
  'RecipientChanged',
  'RecipientRegistered',
  'RecipientTerminated',
] as const;

export const auditEventTypes = ['LineageQueried'] as const;
