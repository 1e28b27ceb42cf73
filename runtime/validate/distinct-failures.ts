import type { Failure } from "../contract/event-version.js";
import { failureMessage } from "./failure-message.js";
import type { Reported } from "./failures.js";

/**
 * What generated functions reported, each failure once and in order. Several schemas may ask the same of one place: the
 * writer's form applies a schema as written and once more with its members closed. That `then` or `else` fails is left
 * out, since what fails in it is there; the writer's form also has conditions of its own.
 */
export function distinctFailures(reported: readonly Reported[]): Failure[] {
  const distinct = new Map<string, Failure>();
  const causes = reported.filter(({ keyword }) => keyword !== "if");
  for (const { instancePath, keyword, params } of causes.length > 0 ? causes : reported) {
    const message = failureMessage(keyword, params);
    const key = JSON.stringify([instancePath, message]);
    if (!distinct.has(key)) distinct.set(key, { path: instancePath, keyword, message });
  }
  return [...distinct.values()];
}
