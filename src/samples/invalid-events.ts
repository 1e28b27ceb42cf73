import type { Contract, EventVersion } from "../contract/contract.js";
import type { Json } from "../contract/json.js";
import type { SampledEvents, SampleOptions } from "./sample-events.js";

/** An event that is invalid because of one keyword, and would be valid without it. */
export interface InvalidSample {
  readonly event: Json;
  readonly keyword: string;
  /** Where the keyword stands, `path#pointer`. */
  readonly schema: string;
  /** JSON Pointer to the value that fails. */
  readonly pointer: string;
  /** Why, such as `must be integer`. */
  readonly message: string;
}

/** A keyword for which no event was found that breaks it alone. */
export interface Unbroken {
  readonly keyword: string;
  /** Where it stands, `path#pointer`. */
  readonly schema: string;
  readonly why: string;
}

/** Invalid events of a version, or why there are none. */
export type InvalidEvents =
  | { readonly kind: "samples"; readonly samples: readonly InvalidSample[]; readonly unbroken: readonly Unbroken[] }
  | Exclude<SampledEvents, { readonly kind: "samples" }>;

/**
 * Events that consumers reject, each for one keyword of the schema; what else there is in them is valid. Each was
 * refused by ajv at the place that it names. `count` limits how many; by default one for each keyword.
 */
export function invalidEvents(
  _version: EventVersion,
  _contract: Pick<Contract, "definitions">,
  _options: Omit<SampleOptions, "as"> = {},
): InvalidEvents {
  throw new Error("not implemented");
}
