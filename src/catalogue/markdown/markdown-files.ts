import { escapeUnits, replaceUnsafe } from "../../code/unsafe-characters.js";
import { fencedBlock } from "../../report/markdown-text.js";
import type { Flow } from "../flow.js";
import { FlowParts, withoutDetours } from "../flow-part.js";
import { mark } from "../mark.js";
import type { Catalogue, ServiceEntry } from "../model.js";
import { serviceHosts } from "../service-hosts.js";
import { consumptionCells, consumptionHead, eventPage, listed } from "./event-page.js";
import { code, line, link, markdownTable, paragraphs, plainText } from "./inline.js";
import { mermaid } from "./mermaid.js";

/** Nodes of a flow that Mermaid is asked to draw at once. */
const MOST_DRAWN = 150;

/** A catalogue as Markdown for a forge, by path: the same catalogue gives the same files. */
export function markdownFiles(catalogue: Catalogue): Map<string, string> {
  const { events, services } = catalogue;
  const parts = new FlowParts(catalogue.flow);
  const pages: readonly (readonly [string, readonly string[]])[] = [
    ["README.md", indexPage(catalogue)],
    ...events.map(
      (event) => [`events/${event.stem}.md`, eventPage(event, catalogue, parts.ofEvent(event.name))] as const,
    ),
    ...services.map(
      (service) =>
        [
          `services/${service.stem}.md`,
          servicePage(service, catalogue, parts.ofService(service.name)),
        ] as const,
    ),
  ];
  return new Map(pages.map(([path, blocks]) => [path, pageText(blocks)]));
}

function pageText(blocks: readonly string[]): string {
  const body = replaceUnsafe(blocks.join("\n\n"), (unit) => (unit === "\n" ? unit : escapeUnits(unit)));
  return `<!-- ${mark} -->\n\n${body}\n`;
}

function indexPage({ title, events, services, flow }: Catalogue): readonly string[] {
  const drawn = withoutDetours(flow);
  return [
    `# ${line(title)}`,
    markdownTable(
      ["event", "versions", "publishers", "consumers", "owner", "description"],
      events.map(({ name, stem, versions, publishers, consumers, owner, description }) => [
        link(name, `events/${stem}.md`),
        versions
          .map(({ label, status }) => plainText(status.kind === "upcoming" ? `${label} (upcoming)` : label))
          .join(", "),
        publishers.map(({ service }) => plainText(service)).join(", "),
        consumers.map(({ service }) => plainText(service)).join(", "),
        plainText(owner ?? ""),
        plainText(description ?? versions[0]?.description ?? ""),
      ]),
    ),
    ...(services.length === 0
      ? []
      : [
          "## Services",
          markdownTable(
            ["service", "publishes", "consumes", "description"],
            services.map(({ name, stem, publishes, consumes, description }) => [
              link(name, `services/${stem}.md`),
              `${publishes.length}`,
              `${consumes.length}`,
              plainText(description ?? ""),
            ]),
          ),
        ]),
    "## Flow",
    drawn.nodes.length > MOST_DRAWN
      ? "The flow is too large for one picture: see the pictures on the pages of events and services."
      : fencedBlock("mermaid", mermaid(drawn)),
  ];
}

function servicePage(service: ServiceEntry, catalogue: Catalogue, part: Flow): readonly string[] {
  const { name, description, publishes, consumes } = service;
  const stems = new Map(catalogue.events.map((event) => [event.name, event.stem]));
  const event = (each: string): string => link(each, `../events/${stems.get(each) ?? ""}.md`);
  const drawn = withoutDetours(part);
  return [
    `# ${line(name)}`,
    ...paragraphs(description),
    serviceHosts(service, catalogue.events)
      .map((part) => ("code" in part ? code(part.code) : part.words))
      .join(""),
    ...(drawn.nodes.length === 0 || drawn.nodes.length > MOST_DRAWN
      ? []
      : [fencedBlock("mermaid", mermaid(drawn))]),
    "## Publishes",
    publishes.length === 0
      ? "Nothing."
      : markdownTable(
          ["event", "versions"],
          publishes.map((each) => [event(each.event), listed(each.versions, "any")]),
        ),
    "## Consumes",
    consumes.length === 0
      ? "Nothing."
      : markdownTable(
          ["event", ...consumptionHead],
          consumes.map((each) => [event(each.event), ...consumptionCells(each)]),
        ),
  ];
}
