import type { Json } from "../json/json.js";

/** Samples of a version, or why there are none. */
export type SampledEvents =
  /** Payloads without an envelope; each was validated by ajv. */
  | { readonly kind: "samples"; readonly samples: readonly Json[] }
  /** It is proved that no event is valid; `where` is the schema that nothing satisfies, `path#pointer`. */
  | { readonly kind: "unsatisfiable"; readonly where: string; readonly why: string }
  /** None was found within the steps that a search may take, or by what the engine decides. */
  | { readonly kind: "unknown"; readonly where: string; readonly why: string };
