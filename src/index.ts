/**
 * rabbitgen as a library: whole works on folders, as the commands do them but without a console (`generateFolder`,
 * `reviewFolder`, `lintFolder`, `addUses`), and the phases that these are made of, most of them without files.
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
export type { SourceFile } from "./contract/source-file.js";
export type { Difference } from "./files/compare-output.js";
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
export { UnsoundError, type UnsoundFolder } from "./findings/unsound-error.js";
export { UsageError } from "./findings/usage-error.js";
export { GitError } from "./git/git-error.js";
export { type Revision, type RevisionOptions, readRevision } from "./git/read-revision.js";
export type { Json } from "./json/json.js";
export { type LintOptions, lintContract } from "./lint/lint-contract.js";
export { type LintSettings, readLintSettings } from "./lint/lint-settings.js";
export { type AddUsesOptions, addUses, type FoundUses } from "./project/add-uses.js";
export {
  type GeneratedFolder,
  type GenerateFolderOptions,
  generateFolder,
} from "./project/generate-folder.js";
export { type LintedFolder, type LintFolderOptions, lintFolder } from "./project/lint-folder.js";
export { type ReviewFolderOptions, reviewFolder } from "./project/review-folder.js";
export type { Surroundings, Where } from "./project/surroundings.js";
export type { Format } from "./report/formats.js";
export type { Report, Reporter } from "./report/report.js";
export { reporters } from "./report/reporters.js";
export { type ApprovalOptions, applyApprovals } from "./review/apply-approvals.js";
export { mergeApprovals } from "./review/merge-approvals.js";
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
export type { RuntimeFiles } from "./sdk/runtime-files.js";
