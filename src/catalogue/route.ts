import { appendTo } from "../code/append-to.js";
import { count } from "../code/count.js";
import type { Contract, Event } from "../contract/contract.js";
import { placeholderSource } from "../contract/placeholder-source.js";
import { placeholdersOf } from "../contract/routing-key.js";
import type { EventRoute } from "./model.js";

/** How the messages of an event travel. */
export function routeOf(event: Event, { definitions }: Pick<Contract, "definitions">): EventRoute {
  const { exchange, routingKey, vhost, envelope, unroutable, unversioned, writer } = event;
  const placeholders = placeholdersOf(event.keyTemplate).map((name) => ({
    name,
    source: sourceOf(event, name, definitions),
  }));
  return { exchange, routingKey, placeholders, vhost, envelope, unroutable, unversioned, writer };
}

/** In words; versions are named where they differ. */
function sourceOf(event: Event, placeholder: string, definitions: Contract["definitions"]): string {
  const labels = new Map<string, string[]>();
  for (const version of event.versions) {
    const source = placeholderSource(version, placeholder, definitions);
    const words =
      source.kind === "payload"
        ? `the payload's ${source.path.join(".")}${valuesOf(source.values)}`
        : "what its publisher gives to publish";
    appendTo(labels, words, version.label);
  }
  return [...labels]
    .map(([words, versions]) => (labels.size === 1 ? words : `${words} (${versions.join(", ")})`))
    .join("; ");
}

/** Values that are listed. */
const MOST_VALUES = 12;

function valuesOf(values: readonly string[] | "any" | "integer"): string {
  if (values === "any") return "";
  if (values === "integer") return ", an integer";
  const rest = values.length - MOST_VALUES;
  const more = rest > 0 ? ` and ${count(rest, "other")}` : "";
  return `: ${values.slice(0, MOST_VALUES).join(", ")}${more}`;
}
