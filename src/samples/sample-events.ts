import type { Contract, EventVersion } from "../contract/contract.js";
import type { Json } from "../contract/json.js";

/** How samples are made. */
export interface SampleOptions {
  /** How many; default 1. */
  readonly count?: number;
  /** A whole number; another one gives other samples. Default 1. */
  readonly seed?: number;
  /** Whose rules they follow: a publisher sends no undeclared properties either (the default). */
  readonly as?: "publisher" | "consumer";
}

/** Samples of a version, or why there are none. */
export type SampledEvents =
  /** Payloads without an envelope; each was validated by ajv. */
  | { readonly kind: "samples"; readonly samples: readonly Json[] }
  /** It is proved that no event is valid; `where` is the schema that nothing satisfies, `path#pointer`. */
  | { readonly kind: "unsatisfiable"; readonly where: string; readonly why: string }
  /** None was found within the steps that a search may take, or by what the engine decides. */
  | { readonly kind: "unknown"; readonly where: string; readonly why: string };

/**
 * Valid, realistic events: the version's own examples first (`examples/vN/valid`, then those of its schema), then ones
 * that are made, of which the first has every optional property.
 */
export function sampleEvents(
  _version: EventVersion,
  _contract: Pick<Contract, "definitions">,
  _options: SampleOptions = {},
): SampledEvents {
  throw new Error("not implemented");
}
