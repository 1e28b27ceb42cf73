/**
 * rabbitgen as a library: the same phases that the command line wires together, without files or console.
 *
 * @packageDocumentation
 */
export {
  type Answer,
  type CompareOptions,
  compare,
  type ReportedChange,
  type SchemaComparison,
  SchemaError,
} from "./compat/compare.js";
export { type Bundle, readerBundle } from "./contract/bundle.js";
export { writerBundle } from "./contract/close-schema.js";
export type {
  Consumption,
  Contract,
  Envelope,
  Event,
  EventHeaders,
  EventSchema,
  EventVersion,
  Example,
  Exchange,
  SdkSettings,
  Service,
  Unroutable,
} from "./contract/contract.js";
export { type Loaded, type LoadOptions, loadContract } from "./contract/load-contract.js";
export type { Definition, JsonType, Location, Schema, SchemaMap, SchemaObject } from "./contract/schema.js";
export { runtimeFiles } from "./files/package-files.js";
export { type Folder, readFolder } from "./files/read-folder.js";
export type {
  Break,
  Finding,
  Place,
  Range,
  ReviewDetails,
  Rollout,
  Severity,
  Use,
} from "./findings/finding.js";
export { type LintOptions, lintContract } from "./lint/lint-contract.js";
export { type LintSettings, readLintSettings } from "./lint/lint-settings.js";
export type { Report, Reporter } from "./report/report.js";
export { type Format, reporters } from "./report/reporters.js";
export { type ReviewOptions, reviewContracts } from "./review/review-contracts.js";
export type { Side } from "./review/review-rule.js";
export {
  type InvalidEvents,
  type InvalidSample,
  invalidEvents,
  type SampledEvents,
  type SampleOptions,
  sampleEvents,
  type Unbroken,
} from "./samples/index.js";
export { type Generated, type GenerateOptions, generateSdk } from "./sdk/generate-sdk.js";
export type { RuntimeFiles } from "./sdk/runtime-modules.js";
