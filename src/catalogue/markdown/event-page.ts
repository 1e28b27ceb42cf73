import { fencedBlock } from "../../report/markdown-text.js";
import type { Flow } from "../flow.js";
import { withoutDetours } from "../flow-part.js";
import type { Catalogue, ConsumptionEntry, EventEntry, VersionEntry } from "../model.js";
import { statusWords } from "../status-words.js";
import { type WireValue, wireRows } from "../wire-rows.js";
import { changeSection } from "./change-section.js";
import { code, factText, line, link, markdownTable, paragraphs, plainText } from "./inline.js";
import { mermaid } from "./mermaid.js";
import { payloadList } from "./payload-list.js";

/** The page of one event. */
export function eventPage(event: EventEntry, { services }: Catalogue, part: Flow): readonly string[] {
  const { name, description, owner, versions, headers, publishers, consumers } = event;
  const stems = new Map(services.map((each) => [each.name, each.stem]));
  const service = (each: string): string => link(each, `../services/${stems.get(each) ?? ""}.md`);
  return [
    `# ${line(name)}`,
    ...(owner === undefined ? [] : [`Owned by **${plainText(owner)}**.`]),
    ...paragraphs(description),
    versions.map(({ label, status }) => `- ${plainText(label)}: ${statusText(status)}`).join("\n"),
    fencedBlock("mermaid", mermaid(withoutDetours(part))),
    "## Publishers and consumers",
    publishers.length + consumers.length === 0
      ? "No service of contract.json publishes or consumes it."
      : markdownTable(
          ["service", "does", ...consumptionHead],
          [
            ...publishers.map((each) => [
              service(each.service),
              "publishes",
              listed(each.versions, "any"),
              "",
              "",
              "",
            ]),
            ...consumers.map((each) => [service(each.service), "consumes", ...consumptionCells(each)]),
          ],
        ),
    ...versions.flatMap((version) => versionSection(version, event)),
    "## On the wire",
    wireTable(event),
    ...(headers === undefined ? [] : ["### Headers", payloadList(headers)]),
    "## Consume it",
    fencedBlock("ts", event.consume.trimEnd().split("\n")),
  ];
}

function statusText(status: VersionEntry["status"]): string {
  const { badge, more } = statusWords(status);
  return [badge, ...more].map(plainText).join("; ");
}

/** Versions with commas; a word where the contract names none. */
export function listed(versions: readonly string[] | undefined, otherwise: string): string {
  return versions === undefined ? otherwise : versions.map(plainText).join(", ");
}

/** Of what {@link consumptionCells} gives. */
export const consumptionHead = ["versions", "queue", "bound with", "handling"] as const;

/** What is read, from where, and how. */
export function consumptionCells({ versions, queue, handling }: ConsumptionEntry): readonly string[] {
  return [
    listed(versions, "all"),
    queue === undefined ? "named in code" : code(queue),
    handling === undefined
      ? ""
      : handling.keys.length === 0
        ? "all messages of the exchange"
        : handling.keys.map(code).join(", "),
    handling === undefined ? "" : handling.facts.map(factText).join(" · "),
  ];
}

function wireTable(event: EventEntry): string {
  const shownValue = ({ code: written, words }: WireValue): string =>
    [
      ...(written === undefined ? [] : [code(written)]),
      ...(words === undefined ? [] : [plainText(words)]),
    ].join(" ");
  return markdownTable(
    ["part", "value"],
    wireRows(event).map(({ part, values }) => [plainText(part), values.map(shownValue).join(", ")]),
  );
}

function versionSection(version: VersionEntry, event: EventEntry): readonly string[] {
  const { label, title, description, status, payload, examples, noExample, publish } = version;
  return [
    `## ${line(`${event.name} ${label}`)}`,
    `Status: ${statusText(status)}.`,
    ...(title === undefined ? [] : [`**${plainText(title)}**`]),
    ...paragraphs(description),
    "### Payload",
    payloadList(payload),
    examples.length === 1 ? "### Example" : "### Examples",
    ...(noExample === undefined ? [] : [`No example: ${plainText(noExample)}`]),
    ...examples.flatMap((each) => [
      `${code(each.title)}:`,
      fencedBlock("json", JSON.stringify(each.value, undefined, 2).split("\n")),
    ]),
    "### Publish it",
    fencedBlock("ts", publish.trimEnd().split("\n")),
    ...changeSection(version),
  ];
}
