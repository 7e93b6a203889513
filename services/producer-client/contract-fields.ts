// Generated from schemas/events by `npm run generate`: which fields of a report must be stated, and which are instants.

/** Per event type the fields without a default. */
export interface RequiredFields {
  readonly ConsentGranted: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'consent' | 'kind' | 'items' | 'purposes';
  readonly ConsentWithdrawn: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'consent';
  readonly DeletionRequested: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'deletionRequest' | 'at' | 'items';
  readonly FindingStatusChanged: 'sourceEventId' | 'occurredAt' | 'rule' | 'scope' | 'status';
  readonly IncidentClosed: 'sourceEventId' | 'occurredAt' | 'incident';
  readonly IncidentDeclared: 'sourceEventId' | 'occurredAt' | 'incident' | 'holder' | 'items' | 'mode';
  readonly IncidentFiled: 'sourceEventId' | 'occurredAt' | 'incident' | 'regime' | 'stage';
  readonly IncidentGraded: 'sourceEventId' | 'occurredAt' | 'incident' | 'regime' | 'grade';
  readonly NoticeShown: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'notice';
  readonly PersonalDataCollected: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'items' | 'purpose' | 'legalBasis';
  readonly PersonalDataDeleted: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'at' | 'items' | 'method';
  readonly PersonalDataShared: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'items' | 'purpose' | 'legalBasis' | 'recipient' | 'mode';
  readonly PersonalDataUsed: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'items' | 'purpose' | 'legalBasis';
  readonly PiaApproved: 'sourceEventId' | 'occurredAt' | 'pia';
  readonly PolicyPublished: 'sourceEventId' | 'occurredAt' | 'policy' | 'version' | 'contentHash' | 'effectiveFrom';
  readonly RecipientAcknowledged: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'deletionRequest' | 'recipient' | 'items' | 'outcome';
  readonly RecipientChanged: 'sourceEventId' | 'occurredAt' | 'recipient' | 'recipientClass' | 'legalName' | 'role';
  readonly RecipientNotified: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'deletionRequest' | 'recipient' | 'items';
  readonly RecipientRegistered: 'sourceEventId' | 'occurredAt' | 'recipient' | 'recipientClass' | 'legalName' | 'role';
  readonly RecipientTerminated: 'sourceEventId' | 'occurredAt' | 'recipient';
  readonly RelationshipEnded: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'relationship' | 'product';
  readonly RelationshipStarted: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'relationship' | 'product';
  readonly RightsRequestDecided: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'request' | 'decision';
  readonly RightsRequestReceived: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'request' | 'right';
  readonly SubjectNotified: 'sourceEventId' | 'occurredAt' | 'dataSubject' | 'incident' | 'items' | 'notificationChannel' | 'delivery';
}

/** Fields that are RFC 3339 instants in JSON. */
export type InstantField =
  | 'contractValidFrom'
  | 'contractValidUntil'
  | 'discoveredAt'
  | 'dueAt'
  | 'effectiveFrom'
  | 'endsAt'
  | 'exposedFrom'
  | 'exposedUntil'
  | 'extendedUntil'
  | 'fulfilledAt'
  | 'holderDiscoveredAt'
  | 'incidentOccurredAt'
  | 'measuresDueAt'
  | 'occurredAt'
  | 'supervisedAt'
  | 'validUntil'
  | 'verifiedAt';
