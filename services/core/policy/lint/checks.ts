// Every check of `policy check`, in the order of their rules, and the run over a document.
import type { PolicyDocument } from '../document/policy-document.ts';
import { nonNecessary, refusalCostsBasic } from './basic-function.ts';
import type { PolicyCheck, PolicyFinding } from './finding.ts';
import { agesWithoutRule, furtherRights, notAsList, noticeElements, otherPeople, rightsRoutes, withdrawalEndsAll } from './notice.ts';
import { clauseNeedsMore, otherPurpose, undeclaredPermission, undeclaredPlatform, withoutCategories, withoutPurpose } from './permissions.ts';
import { entrustedUnderProvision, neverCollected, noContract, outsideTheList, unnamed, withoutContact, withoutMethod } from './recipients.ts';
import { belowStatute, noPeriod, twoPeriods } from './retention.ts';
import {
  abroad,
  collectedAfterAll,
  handedOver,
  noPrivacyPolicy,
  platformsDisagree,
  severalNames,
  sharedAfterAll,
  unsafeLink,
  vendorCollects,
} from './sdk-rows.ts';
import { noNecessityOrEffect, noRowAtAll, otherPurposes, rowListsLess, rowListsMore } from './sensitive-table.ts';
import { unusedDefinitions } from './structure.ts';
import { containerWords, otherDocuments, outdatedAuthority } from './wording.ts';

export const checks: readonly PolicyCheck[] = [
  rowListsMore,
  rowListsLess,
  noRowAtAll,
  noNecessityOrEffect,
  sharedAfterAll,
  handedOver,
  vendorCollects,
  severalNames,
  platformsDisagree,
  noPrivacyPolicy,
  collectedAfterAll,
  withoutPurpose,
  withoutCategories,
  undeclaredPermission,
  undeclaredPlatform,
  otherPurpose,
  clauseNeedsMore,
  abroad,
  unsafeLink,
  unnamed,
  withoutContact,
  withoutMethod,
  entrustedUnderProvision,
  noContract,
  outsideTheList,
  neverCollected,
  otherPurposes,
  containerWords,
  otherDocuments,
  outdatedAuthority,
  belowStatute,
  noPeriod,
  twoPeriods,
  rightsRoutes,
  furtherRights,
  noticeElements,
  notAsList,
  otherPeople,
  agesWithoutRule,
  withdrawalEndsAll,
  nonNecessary,
  refusalCostsBasic,
  unusedDefinitions,
];

/** All that is found, by rule and then in the order of the policy. Pure: the same document gives the same findings. */
export const checkPolicy = (document: PolicyDocument): readonly PolicyFinding[] =>
  checks.flatMap(({ find, ...check }) => find(document).map((place) => ({ ...check, ...place })));
