import { mark } from "../mark.js";
import type { Catalogue, ConsumptionEntry } from "../model.js";
import { type PayloadNode, payloadPlaces } from "../payload-node.js";
import { fragment, placeId } from "./anchors.js";

/** Properties of one payload that the search finds; an event of more is found by these. */
const MOST_NAMES = 500;

/**
 * What the search looks through, as a script that sets it: a page from a disk may load scripts beside it, and no JSON.
 * Each entry is `[page, name, kind, words, named]`, where what is named is a property, a queue or an exchange with its
 * anchor.
 */
export function searchData({ events, services }: Catalogue): string {
  const entries = [
    ...events.map(({ name, stem, owner, description, versions, headers, route, consumers }) => {
      const [newest] = versions;
      const named = [
        ...(newest === undefined ? [] : propertiesOf(newest.payload, newest.label)),
        ...(headers === undefined ? [] : propertiesOf(headers, "headers")),
        [`exchange ${route.exchange.name}`, fragment("wire")],
        ...queuesOf(consumers, "services"),
      ];
      return [
        `events/${stem}.html`,
        name,
        "event",
        [owner, description ?? newest?.description].join(" ").trim(),
        named,
      ];
    }),
    ...services.map(({ name, stem, description, consumes }) => [
      `services/${stem}.html`,
      name,
      "service",
      description ?? "",
      queuesOf(consumes, "consumes"),
    ]),
  ];
  return `// ${mark}: what the search looks through.\n"use strict";\nglobalThis.rabbitgenEntries = [\n${entries.map((entry) => `${literal(entry)},\n`).join("")}];\n`;
}

type Named = readonly [string, string];

function propertiesOf(node: PayloadNode, scope: string): readonly Named[] {
  return [...payloadPlaces(node)]
    .filter(({ kind }) => kind === "property")
    .slice(0, MOST_NAMES)
    .map(({ label, path }) => [`property ${label}`, fragment(placeId(scope, path))]);
}

function queuesOf(consumptions: readonly ConsumptionEntry[], id: string): readonly Named[] {
  const names = consumptions.flatMap(({ queue }) => queue ?? []);
  return [...new Set(names)].map((queue) => [`queue ${queue}`, fragment(id)]);
}

/** JSON is JavaScript (ECMA-262, JSON superset); `<` is escaped so that it is harmless wherever it is copied to. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
