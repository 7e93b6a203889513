// Generated from schemas/events by `npm run generate`: the events as the domain holds them, every default filled in.

import type { Instant } from './vocabulary.ts';

export type SubjectType = 'customer' | 'payee' | 'contact' | 'guardian' | 'legal-representative' | 'insured' | 'beneficiary' | 'employee' | 'unknown';

export type AgeBand = 'under-14' | 'age-14-to-15' | 'age-16-to-17' | 'adult' | 'unknown';

export type DisclosureClass = 'subject-visible' | 'suppressed-aml' | 'suppressed-secrecy' | 'privileged' | 'unknown';

export type ConsentKind = 'general' | 'separate' | 'written' | 'guardian' | 'unknown';

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

export type FindingStatus = 'opened' | 'accepted' | 'fixed' | 'reopened' | 'unknown';

export type ExposureMode = 'held' | 'transferred' | 'unknown';

export type IncidentRegime = 'cac' | 'nfra' | 'pboc' | 'pipl' | 'unknown';

export type FilingStage = 'brief' | 'initial' | 'written' | 'progress' | 'summary' | 'unknown';

export type IncidentGrade = 'general' | 'large' | 'major' | 'extreme' | 'unknown';

export type QueryPhase = 'intended' | 'completed' | 'unknown';

export type LegalBasis = '13-1' | '13-2' | '13-3' | '13-4' | '13-5' | '13-6' | '13-7' | 'unknown';

export type Origin = 'subject' | 'device' | 'sdk' | 'third-party' | 'derived' | 'public' | 'unknown';

export type Platform = 'android' | 'ios' | 'harmonyos' | 'web' | 'mini-program' | 'counter' | 'backend' | 'unknown';

export type Protection = 'plain' | 'encrypted' | 'de-identified' | 'anonymised' | 'masked' | 'unknown';

export type DeletionMethod = 'deleted' | 'anonymised' | 'restricted' | 'unknown';

export type SharingMode = 'provided' | 'entrusted' | 'sdk-direct' | 'statutory' | 'transferred' | 'published' | 'joint' | 'unknown';

export type TransferMethod = 'api' | 'file' | 'sdk' | 'manual' | 'unknown';

export type UseActivity = 'used' | 'derived' | 'automated-decision' | 'personalised-push' | 'accessed' | 'stored' | 'unknown';

export type Environment = 'production' | 'test' | 'unknown';

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
  /** Consent id, unique per producer. */
  readonly consent: string;
  /** Kind of consent. */
  readonly kind: ConsentKind;
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
  /** Consent id withdrawn. */
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
  /** Reason code. */
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
  /** When it happened, when known. */
  readonly incidentOccurredAt: Instant | null;
  /** When the bank knew. */
  readonly discoveredAt: Instant | null;
  /** Cause code. */
  readonly cause: string | null;
  /** Codes of possible harm. */
  readonly harms: readonly string[];
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
  /** Role of who looked. */
  readonly role: string;
  /** Stated purpose. */
  readonly purpose: string;
  /** Case or ticket. */
  readonly caseId: string | null;
  /** Route template or command, without parameters. */
  readonly route: string;
  /** SHA-256 of the normalised query, hex. */
  readonly queryHash: string | null;
  /** How many people the answer is about. */
  readonly subjects: number;
  /** Rows answered. */
  readonly rows: number;
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
  /** Elements the notice held, e.g. name, contact, purpose, method, items, retention, rights, necessity, impact. */
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
  /** SDK row of the policy, e.g. A-04. */
  readonly sdk: string | null;
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
  /** Code of the recipient. 接收方. */
  readonly recipient: string;
  /** How the recipient got them. */
  readonly mode: SharingMode;
  /** Technical way. */
  readonly transferMethod: TransferMethod;
  /** ISO 3166-1 alpha-2 country the items went to. */
  readonly recipientCountry: string | null;
  /** Contract relied on. */
  readonly contract: string | null;
  /** Impact assessment relied on. 影响评估编号. */
  readonly pia: string | null;
  /** Cross-border mechanism (PIPL 38). */
  readonly transferMechanism: string | null;
  /** Adverse credit information (征信业管理条例 15). */
  readonly adverse: boolean;
  /** Client platform. */
  readonly platform: Platform;
  /** SDK row of the policy, e.g. A-04. */
  readonly sdk: string | null;
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
  /** Item codes that the use produced. */
  readonly derivedItems: readonly string[];
  /** A decision with significant effect on the person (PIPL 24(3)). */
  readonly significant: boolean;
  /** Where it ran. */
  readonly environment: Environment;
  /** Client platform. */
  readonly platform: Platform;
  /** SDK row of the policy, e.g. A-04. */
  readonly sdk: string | null;
  /** System permissions used. */
  readonly permissions: readonly string[];
  /** How the items were protected. */
  readonly protection: Protection;
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

/** A personal information impact assessment was approved (PIPL 55, 56). */
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
  /** sensitive, automated-decision, entrust, provide, publish, export, face, other. */
  readonly triggers: readonly string[];
  /** Item codes in scope; empty means all of the purposes. */
  readonly items: readonly string[];
  /** Purpose codes in scope; empty means all. */
  readonly purposes: readonly string[];
  /** Recipient codes in scope; empty means any. */
  readonly recipients: readonly string[];
  /** Conclusion code. */
  readonly conclusion: string | null;
  /** low, medium, high. */
  readonly residualRisk: string | null;
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
  /** ISO 3166-1 alpha-2 country. */
  readonly country: string;
  /** Licence the role needs, e.g. 个人征信业务经营许可. */
  readonly licence: string | null;
  /** Purposes agreed or notified. */
  readonly purposes: readonly string[];
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
  /** PIA ids that cover it. */
  readonly pias: readonly string[];
  /** SDK rows it operates. */
  readonly sdks: readonly string[];
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

/** A recipient was told to delete, correct or stop handling items about a person. */
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
  /** Deletion request id. */
  readonly deletionRequest: string;
  /** Recipient told. */
  readonly recipient: string;
  /** Item codes; empty means all. */
  readonly items: readonly string[];
  /** When an answer is due. */
  readonly dueAt: Instant | null;
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
  /** ISO 3166-1 alpha-2 country. */
  readonly country: string;
  /** Licence the role needs, e.g. 个人征信业务经营许可. */
  readonly licence: string | null;
  /** Purposes agreed or notified. */
  readonly purposes: readonly string[];
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
  /** PIA ids that cover it. */
  readonly pias: readonly string[];
  /** SDK rows it operates. */
  readonly sdks: readonly string[];
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
  /** Reason code of a refusal (policy 七(八)). */
  readonly reason: string | null;
  /** Statute cited. */
  readonly statute: string | null;
  /** Told in writing (未成年人网络保护条例 34). */
  readonly inWriting: boolean;
  /** When it was carried out. */
  readonly fulfilledAt: Instant | null;
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
  /** When the identity was verified: the clock starts then. */
  readonly verifiedAt: Instant | null;
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
  readonly guardian: boolean;
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
