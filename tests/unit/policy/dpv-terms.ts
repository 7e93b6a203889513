// Terms of the W3C Data Privacy Vocabulary as published: the CSV modules of github.com/w3c/dpv, folder 2.0/dpv/modules
// (TOM, consent_types, context, entities, entities_datasubject, entities_legalrole, legal_basis, legal_measures, personal_data,
// process, processing, processing_context in part, purposes, rights) and 2.2/dpv/dpv.csv in part. W3C Community Final Specification.

export const dpvTerms: ReadonlySet<string> = new Set(
  `
  LegalMeasure OrganisationalMeasure PhysicalMeasure TechnicalMeasure TechnicalOrganisationalMeasure hasAssessment hasEntityControl hasLegalMeasure hasNotice
  hasOrganisationalMeasure hasPhysicalMeasure hasPolicy hasRecordOfActivity hasTechnicalMeasure hasTechnicalOrganisationalMeasure isPolicyFor
  supportsComplianceWith
  ExplicitlyExpressedConsent ExpressedConsent ImpliedConsent InformedConsent UninformedConsent
  Context Duration EndlessDuration Frequency Importance IndeterminateDuration Justification Necessity NotRequired Optional Required Scope TemporalDuration
  UntilEventDuration UntilTimeDuration hasContext hasDuration hasFrequency hasIdentifier hasImportance hasJustification hasNecessity hasOutcome hasScope
  Entity LegalEntity NaturalPerson Representative hasAddress hasContact hasEntity hasName hasOrganisationalUnit hasRepresentative hasResponsibleEntity
  Adult Applicant Child Client Consumer Customer DataSubject GuardianOfDataSubject ParentOfDataSubject User VulnerableDataSubject hasDataSubject
  hasRelationWithDataSubject
  DataController DataExporter DataImporter DataProcessor DataProtectionOfficer DataSubProcessor JointDataControllers Recipient ServiceConsumer
  ServiceProvider ThirdParty hasDataController hasDataProcessor hasDataProtectionOfficer hasJointDataControllers hasRecipient hasRecipientThirdParty
  Consent Contract ContractPerformance DataProcessorContract DataSubjectContract EnterIntoContract LegalBasis LegalObligation LegitimateInterest
  PublicInterest VitalInterest hasLegalBasis
  ConfidentialityAgreement ContractualTerms ControllerProcessorAgreement DataProcessingAgreement LegalAgreement NDA ThirdPartyAgreement
  AnonymisedData CollectedPersonalData Data DerivedPersonalData IdentifyingPersonalData PersonalData PseudonymisedData SensitiveData SensitivePersonalData
  SpecialCategoryPersonalData hasData hasPersonalData
  PersonalDataProcess Process Service hasPersonalDataProcess hasProcess hasService
  Access Anonymise Collect Combine Consult Copy Delete Derive Disclose DiscloseByTransmission Disseminate Erase MakeAvailable Match Obtain Processing
  Profiling Query Record Remove Restrict Share Store Structure Transfer Transmit Use hasProcessing
  DataSource ProcessingCondition ProcessingDuration ProcessingLocation PublicDataSource StorageCondition StorageDeletion StorageDuration StorageLocation
  StorageRestoration ThirdPartyDataSource hasDataSource hasProcessingCondition hasStorageCondition
  AccountManagement Advertising CommunicationForCustomerCare CommunicationManagement CounterMoneyLaundering CreditChecking CustomerCare
  CustomerClaimsManagement CustomerManagement CustomerOrderManagement DeliveryOfGoods DirectMarketing DisputeManagement EnforceSecurity
  EstablishContractualAgreement FraudPreventionAndDetection IdentityAuthentication IdentityVerification ImproveExistingProductsAndServices
  IncreaseServiceRobustness LegalCompliance Marketing MisusePreventionAndDetection OptimisationForConsumer PaymentManagement Personalisation
  PersonalisedAdvertising ProvidePersonalisedRecommendations Purpose RecordManagement RepairImpairments RequestedServiceProvision SellProducts
  SellProductsToDataSubject ServiceOptimisation ServicePersonalisation ServiceProvision ServiceRegistration TargetedAdvertising Verification hasPurpose
  ActiveRight DataSubjectRight PassiveRight Right RightExerciseNotice RightNotice hasRight isExercisedAt
  Assessment ImpactAssessment Notice PrivacyNotice
  `
    .trim()
    .split(/\s+/),
);
