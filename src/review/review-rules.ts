import type { Severity } from "../findings/finding.js";
import type { ReviewRule } from "./review-rule.js";
import { annotationsChanged } from "./rules/annotations-changed.js";
import { bindChanged } from "./rules/bind-changed.js";
import { branchAdded } from "./rules/branch-added.js";
import { branchRemoved } from "./rules/branch-removed.js";
import { changedTogether } from "./rules/changed-together.js";
import { consumedVersionsChanged } from "./rules/consumed-versions-changed.js";
import { consumptionAdded } from "./rules/consumption-added.js";
import { consumptionRemoved } from "./rules/consumption-removed.js";
import { enumValueAdded } from "./rules/enum-value-added.js";
import { enumValueRemoved } from "./rules/enum-value-removed.js";
import { envelopeChanged } from "./rules/envelope-changed.js";
import { eventAdded } from "./rules/event-added.js";
import { eventRemoved } from "./rules/event-removed.js";
import { eventRenamed } from "./rules/event-renamed.js";
import { exchangeChanged } from "./rules/exchange-changed.js";
import { headersAdded } from "./rules/headers-added.js";
import { headersChanged } from "./rules/headers-changed.js";
import { headersRemoved } from "./rules/headers-removed.js";
import { keywordAdded } from "./rules/keyword-added.js";
import { keywordChanged } from "./rules/keyword-changed.js";
import { keywordRemoved } from "./rules/keyword-removed.js";
import { propertyAdded } from "./rules/property-added.js";
import { propertyRemoved } from "./rules/property-removed.js";
import { propertyRenamed } from "./rules/property-renamed.js";
import { propertyReserved } from "./rules/property-reserved.js";
import { publishedVersionsChanged } from "./rules/published-versions-changed.js";
import { queueChanged } from "./rules/queue-changed.js";
import { requiredAdded } from "./rules/required-added.js";
import { requiredRemoved } from "./rules/required-removed.js";
import { retryChanged } from "./rules/retry-changed.js";
import { routingKeyChanged } from "./rules/routing-key-changed.js";
import { routingKeySourceChanged } from "./rules/routing-key-source-changed.js";
import { schemaChanged } from "./rules/schema-changed.js";
import { typeChanged } from "./rules/type-changed.js";
import { unroutableChanged } from "./rules/unroutable-changed.js";
import { unversionedChanged } from "./rules/unversioned-changed.js";
import { versionAdded } from "./rules/version-added.js";
import { versionDeprecated } from "./rules/version-deprecated.js";
import { versionNotNext } from "./rules/version-not-next.js";
import { versionRemoved } from "./rules/version-removed.js";
import { vhostChanged } from "./rules/vhost-changed.js";
import { writerChanged } from "./rules/writer-changed.js";

/** Every rule of `review`, by id. */
export const reviewRules: readonly ReviewRule<Severity>[] = [
  annotationsChanged,
  bindChanged,
  branchAdded,
  branchRemoved,
  changedTogether,
  consumedVersionsChanged,
  consumptionAdded,
  consumptionRemoved,
  enumValueAdded,
  enumValueRemoved,
  envelopeChanged,
  eventAdded,
  eventRemoved,
  eventRenamed,
  exchangeChanged,
  headersAdded,
  headersChanged,
  headersRemoved,
  keywordAdded,
  keywordChanged,
  keywordRemoved,
  propertyAdded,
  propertyRemoved,
  propertyRenamed,
  propertyReserved,
  publishedVersionsChanged,
  queueChanged,
  requiredAdded,
  requiredRemoved,
  retryChanged,
  routingKeyChanged,
  routingKeySourceChanged,
  schemaChanged,
  typeChanged,
  unroutableChanged,
  unversionedChanged,
  versionAdded,
  versionDeprecated,
  versionNotNext,
  versionRemoved,
  vhostChanged,
  writerChanged,
];
