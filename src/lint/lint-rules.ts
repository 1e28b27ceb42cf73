import type { LintRule } from "./lint-rule.js";
import { arrayUnbounded } from "./rules/array-unbounded.js";
import { bindForeign } from "./rules/bind-foreign.js";
import { booleanProperty } from "./rules/boolean-property.js";
import { boundsCrossed } from "./rules/bounds-crossed.js";
import { closedReader } from "./rules/closed-reader.js";
import { constantCondition } from "./rules/constant-condition.js";
import { consumerMissingVersion } from "./rules/consumer-missing-version.js";
import { consumerOfDeprecated } from "./rules/consumer-of-deprecated.js";
import { deadLetterElsewhere } from "./rules/dead-letter-elsewhere.js";
import { defaultRejected } from "./rules/default-rejected.js";
import { deprecatedWithoutReplacement } from "./rules/deprecated-without-replacement.js";
import { deprecatedWithoutSunset } from "./rules/deprecated-without-sunset.js";
import { dialectUndeclared } from "./rules/dialect-undeclared.js";
import { enumClosed } from "./rules/enum-closed.js";
import { enumValueRejected } from "./rules/enum-value-rejected.js";
import { envelopeNames } from "./rules/envelope-names.js";
import { eventUnconsumed } from "./rules/event-unconsumed.js";
import { eventUndescribed } from "./rules/event-undescribed.js";
import { eventUnowned } from "./rules/event-unowned.js";
import { eventUnpublished } from "./rules/event-unpublished.js";
import { exampleRejected } from "./rules/example-rejected.js";
import { exchangePredeclared } from "./rules/exchange-predeclared.js";
import { fileUnused } from "./rules/file-unused.js";
import { formatUnknown } from "./rules/format-unknown.js";
import { keywordBesideRef } from "./rules/keyword-beside-ref.js";
import { keywordForeign } from "./rules/keyword-foreign.js";
import { keywordOfOtherDraft } from "./rules/keyword-of-other-draft.js";
import { keywordUnknown } from "./rules/keyword-unknown.js";
import { keywordWithoutEffect } from "./rules/keyword-without-effect.js";
import { namingMixed } from "./rules/naming-mixed.js";
import { numberPrecision } from "./rules/number-precision.js";
import { overlappingAlternatives } from "./rules/overlapping-alternatives.js";
import { patternBacktracking } from "./rules/pattern-backtracking.js";
import { patternForeign } from "./rules/pattern-foreign.js";
import { propertyUndescribed } from "./rules/property-undescribed.js";
import { queueArgumentIgnored } from "./rules/queue-argument-ignored.js";
import { queueArgumentOverridden } from "./rules/queue-argument-overridden.js";
import { queueArgumentUnknown } from "./rules/queue-argument-unknown.js";
import { queueClassic } from "./rules/queue-classic.js";
import { queueDeliveryLimit } from "./rules/queue-delivery-limit.js";
import { queueLosesMessages } from "./rules/queue-loses-messages.js";
import { redundantAlternative } from "./rules/redundant-alternative.js";
import { replacementDeprecated } from "./rules/replacement-deprecated.js";
import { requiredUndeclared } from "./rules/required-undeclared.js";
import { routingKeyPattern } from "./rules/routing-key-pattern.js";
import { routingKeyValue } from "./rules/routing-key-value.js";
import { stringUnbounded } from "./rules/string-unbounded.js";
import { sunsetPassed } from "./rules/sunset-passed.js";
import { sunsetWithoutDeprecation } from "./rules/sunset-without-deprecation.js";
import { typeUndeclared } from "./rules/type-undeclared.js";
import { unsatisfiableProperty } from "./rules/unsatisfiable-property.js";
import { unsatisfiableSchema } from "./rules/unsatisfiable-schema.js";
import { versionGap } from "./rules/version-gap.js";
import { versionUnpublished } from "./rules/version-unpublished.js";
import { versionWithoutExamples } from "./rules/version-without-examples.js";
import { vhostDefault } from "./rules/vhost-default.js";

/** Every rule of `lint`, by id. */
export const lintRules: readonly LintRule[] = [
  arrayUnbounded,
  bindForeign,
  booleanProperty,
  boundsCrossed,
  closedReader,
  constantCondition,
  consumerMissingVersion,
  consumerOfDeprecated,
  deadLetterElsewhere,
  defaultRejected,
  deprecatedWithoutReplacement,
  deprecatedWithoutSunset,
  dialectUndeclared,
  enumClosed,
  enumValueRejected,
  envelopeNames,
  eventUnconsumed,
  eventUndescribed,
  eventUnowned,
  eventUnpublished,
  exampleRejected,
  exchangePredeclared,
  fileUnused,
  formatUnknown,
  keywordBesideRef,
  keywordForeign,
  keywordOfOtherDraft,
  keywordUnknown,
  keywordWithoutEffect,
  namingMixed,
  numberPrecision,
  overlappingAlternatives,
  patternBacktracking,
  patternForeign,
  propertyUndescribed,
  queueArgumentIgnored,
  queueArgumentOverridden,
  queueArgumentUnknown,
  queueClassic,
  queueDeliveryLimit,
  queueLosesMessages,
  redundantAlternative,
  replacementDeprecated,
  requiredUndeclared,
  routingKeyPattern,
  routingKeyValue,
  stringUnbounded,
  sunsetPassed,
  sunsetWithoutDeprecation,
  typeUndeclared,
  unsatisfiableProperty,
  unsatisfiableSchema,
  versionGap,
  versionUnpublished,
  versionWithoutExamples,
  vhostDefault,
];
