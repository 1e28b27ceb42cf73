import { mark } from "../mark.js";
import type { Catalogue } from "../model.js";
import { placesOf } from "../payload-node.js";
import { fragment, placeId } from "./anchors.js";

/** Names of one event that the search finds; an event of more is found by these. */
const MOST_NAMES = 500;

/**
 * What the search looks through, as a script that sets it: a page from a disk may load scripts beside it, and no JSON.
 * Each entry is `[page, name, kind, words, names of properties with their anchors]`.
 */
export function searchData({ events, services }: Catalogue): string {
  const entries = [
    ...events.map(({ name, stem, owner, description, versions }) => {
      const [newest] = versions;
      const places = newest === undefined ? [] : [...placesOf(newest.payload)];
      const named = places
        .filter(({ kind }) => kind === "property")
        .slice(0, MOST_NAMES)
        .map(({ label, path }) => [label, fragment(placeId(newest?.label ?? "", path))]);
      return [
        `events/${stem}.html`,
        name,
        "event",
        [owner, description ?? newest?.description].join(" ").trim(),
        named,
      ];
    }),
    ...services.map(({ name, stem, description }) => [
      `services/${stem}.html`,
      name,
      "service",
      description ?? "",
      [],
    ]),
  ];
  return `// ${mark}: what the search looks through.\n"use strict";\nglobalThis.rabbitgenEntries = [\n${entries.map((entry) => `${literal(entry)},\n`).join("")}];\n`;
}

/** JSON is JavaScript (ECMA-262, JSON superset); `<` is escaped so that it is harmless wherever it is copied to. */
function literal(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
