import type { Failure } from "./event-version.js";
import { failureMessage } from "./failure-message.js";
import type { Reported } from "./failures.js";

/**
 * What generated functions reported, each failure once and in order. Several schemas may ask the same of one place: the
 * writer's form applies a schema as written and once more with its members closed.
 */
export function distinctFailures(reported: readonly Reported[]): Failure[] {
  const distinct = new Map<string, Failure>();
  for (const { instancePath, keyword, params } of reported) {
    const message = failureMessage(keyword, params);
    const key = JSON.stringify([instancePath, message]);
    if (!distinct.has(key)) distinct.set(key, { path: instancePath, keyword, message });
  }
  return [...distinct.values()];
}
