import type { DrawnFlow } from "../draw-flow.js";
import type { Catalogue, ServiceEntry } from "../model.js";
import { serviceHosts } from "../service-hosts.js";
import { flowPicture } from "./flow-picture.js";
import { h, type Markup } from "./markup.js";
import type { Page } from "./page.js";
import { code, prose } from "./prose.js";
import { consumptionCells, consumptionHead, dataTable, listed } from "./service-tables.js";

/** The page of one service: what it publishes and what it consumes. */
export function servicePage(
  service: ServiceEntry,
  { events }: Catalogue,
  picture: DrawnFlow | undefined,
): Page {
  const { name, stem, description, publishes, consumes } = service;
  const stems = new Map(events.map((event) => [event.name, event.stem]));
  const link = (event: string): Markup => h("a", { href: `../events/${stems.get(event) ?? ""}.html` }, event);
  return {
    path: `services/${stem}.html`,
    title: name,
    content: [
      h("h1", {}, name),
      prose(description),
      h(
        "p",
        {},
        serviceHosts(service, events).map((part) => ("code" in part ? code(part.code) : part.words)),
      ),
      picture === undefined ? undefined : flowPicture(picture, { label: `The flow through ${name}` }),
      h("h2", {}, "Publishes"),
      publishes.length === 0
        ? h("p", {}, "Nothing.")
        : dataTable(
            "Publishes",
            ["Event", "Versions"],
            publishes.map(({ event, versions }) => [link(event), listed(versions, "any")]),
          ),
      h("h2", { id: "consumes" }, "Consumes"),
      consumes.length === 0
        ? h("p", {}, "Nothing.")
        : dataTable(
            "Consumes",
            ["Event", ...consumptionHead],
            consumes.map((each) => [link(each.event), ...consumptionCells(each)]),
          ),
    ],
  };
}

/** All services. */
export function servicesPage({ services }: Catalogue): Page {
  return {
    path: "services.html",
    title: "Services",
    content: [
      h("h1", {}, "Services"),
      dataTable(
        "Services",
        ["Service", "Publishes", "Consumes", "Description"],
        services.map(({ name, stem, description, publishes, consumes }) => [
          h("a", { href: `services/${stem}.html` }, name),
          `${publishes.length}`,
          `${consumes.length}`,
          description,
        ]),
      ),
    ],
  };
}
