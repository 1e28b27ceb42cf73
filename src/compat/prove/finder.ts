import type { SearchResult } from "./answer.js";
import type { Budget } from "./budget.js";
import type { Goal } from "./goal.js";
import type { NodeTable } from "./node-table.js";
import type { InstanceType } from "./type-set.js";

/** What the search for an array or object asks of its items and members. */
export interface Finder {
  readonly table: NodeTable;
  readonly budget: Budget;
  /** An instance that is valid under the one nodes and invalid under the others. */
  readonly find: (goal: Goal) => SearchResult;
  /** The same of one type. */
  readonly findOfType: (goal: Goal, type: InstanceType) => SearchResult;
}
