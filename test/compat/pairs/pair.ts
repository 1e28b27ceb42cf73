import type { CompareOptions } from "../../../src/compat/compare.js";
import type { Json } from "../../../src/json/json.js";

/** What is expected of a direction: that nothing breaks, or the titles of the changes that break it. */
export type Expected = "proved" | readonly string[];

/** Two versions of a schema that were written by hand, and what the specification says of them. */
export interface Pair {
  /** A sentence about the change from `old` to `new`. */
  readonly title: string;
  readonly old: Json;
  readonly new: Json;
  /** Does the new reader take what the old writer sends? */
  readonly backward: Expected;
  /** Does the old reader take what the new writer sends? */
  readonly forward: Expected;
  /** The titles of the changes that break nothing. */
  readonly safe?: readonly string[];
  readonly options?: CompareOptions;
}

/** The title for a difference that only several changes together explain. */
export const together = "the schema as a whole: no single difference explains the break";

const drafts = {
  "draft-04": "http://json-schema.org/draft-04/schema#",
  "draft-06": "http://json-schema.org/draft-06/schema#",
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
} as const;

/** The same schema as one of the given draft. */
export function of(draft: keyof typeof drafts, schema: { readonly [keyword: string]: Json }): Json {
  return { $schema: drafts[draft], ...schema };
}
