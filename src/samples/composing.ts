import type { SearchResult } from "../compat/prove/answer.js";
import type { Finder } from "../compat/prove/finder.js";
import type { Goal } from "../compat/prove/goal.js";
import type { Node } from "../compat/prove/node.js";
import type { Json } from "../json/json.js";
import type { SamplePlace } from "./sample-place.js";
import type { Draw } from "./spread.js";

/** What composing an array or object asks for. */
export interface Composing {
  readonly finder: Finder;
  readonly compose: (goal: Goal, place: SamplePlace) => SearchResult;
  /** Whether a value is as a goal asks for. */
  readonly meets: (goal: Goal, value: Json) => boolean;
  readonly draw: (place: SamplePlace, purpose: string) => Draw;
}

/** What is being composed. */
export interface Task {
  readonly goal: Goal;
  /** Nodes that apply to the instance that the engine found. */
  readonly inside: readonly Node[];
  readonly place: SamplePlace;
  /** Nothing is added to what there must be. */
  readonly isLean: boolean;
}
