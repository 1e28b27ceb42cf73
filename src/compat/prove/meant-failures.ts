import { failureMessage } from "../../../runtime/validate/failure-message.js";
import type { Bundle } from "../../contract/bundle.js";
import type { Json } from "../../json/json.js";
import type { ExampleFailure } from "../../validators/compile-task.js";
import { Budget, undecided } from "./budget.js";
import { fittingFailures } from "./fitting-failures.js";
import { NodeTable } from "./node-table.js";

const unions: readonly string[] = [failureMessage("anyOf", {}), failureMessage("oneOf", {})];

/** Milliseconds of a usual machine, counted as steps: more is not worth a shorter list. */
const BUDGET_MS = 500;

/**
 * Of where a value fails a schema, what concerns the alternatives that were meant; all of it where no union fails, and
 * where it takes too much to find out.
 */
export function meantFailures(
  failures: readonly ExampleFailure[],
  bundle: Bundle,
  value: Json,
): readonly ExampleFailure[] {
  if (!failures.some(({ message }) => unions.includes(message))) return failures;
  const budget = new Budget(BUDGET_MS);
  const table = new NodeTable();
  table.meter = budget;
  try {
    return fittingFailures(failures, table.add(bundle), value, budget);
  } catch (error) {
    undecided(error);
    return failures;
  }
}
