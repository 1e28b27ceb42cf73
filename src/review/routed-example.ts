import type { ExampleFolder } from "../rules/rule.js";
import { event } from "./rule-examples.js";

/** A folder with one event that has a region, and this routing key. */
export function routedEvent(routingKey: string, required: readonly string[] = ["region"]): ExampleFolder {
  const properties = { region: { type: "string" } };
  return event({ v1: { type: "object", properties, required } }, { routingKey });
}
