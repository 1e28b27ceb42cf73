import type { Catalogue, ConsumptionEntry, EventEntry } from "../model.js";
import { type Content, h, type Markup } from "./markup.js";
import { code, commas, factsOf } from "./prose.js";

/** Who publishes an event, and who consumes it. */
export function serviceTables({ publishers, consumers }: EventEntry, { services }: Catalogue): Content {
  const stems = new Map(services.map(({ name, stem }) => [name, stem]));
  const link = (name: string): Markup => h("a", { href: `../services/${stems.get(name) ?? ""}.html` }, name);
  return [
    h("h2", { id: "services" }, "Publishers and consumers"),
    publishers.length === 0
      ? h("p", {}, "No service of contract.json publishes it.")
      : dataTable(
          "Publishers",
          ["Publisher", "Versions"],
          publishers.map(({ service, versions }) => [link(service), listed(versions, "any")]),
        ),
    consumers.length === 0
      ? h("p", {}, "No service of contract.json consumes it.")
      : dataTable(
          "Consumers",
          ["Consumer", ...consumptionHead],
          consumers.map((each) => [link(each.service), ...consumptionCells(each)]),
        ),
  ];
}

/** Of what {@link consumptionCells} gives. */
export const consumptionHead = ["Versions", "Queue", "Bound with", "Handling"] as const;

/** What is read, from where, and how. */
export function consumptionCells({ versions, queue, handling }: ConsumptionEntry): readonly Content[] {
  return [
    listed(versions, "all"),
    queue === undefined ? "named in code" : code(queue),
    handling === undefined
      ? ""
      : handling.keys.length === 0
        ? "all messages of the exchange"
        : commas(handling.keys.map(code)),
    handling === undefined ? "" : factsOf(handling.facts),
  ];
}

/** Versions with commas; a word where the contract names none. */
export function listed(versions: readonly string[] | undefined, otherwise: string): string {
  return versions === undefined ? otherwise : versions.join(", ");
}

/** A table that scrolls on its own where the screen is narrow. */
export function dataTable(
  label: string,
  head: readonly string[],
  rows: readonly (readonly Content[])[],
): Markup {
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map((each) => h("th", { scope: "col" }, each)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((each) => h("td", {}, each)),
          ),
        ),
      ),
    ),
  );
}
