import type { DrawnFlow, FlowDrawer } from "../draw-flow.js";
import type { Flow, FlowNode, Passes } from "../flow.js";
import type { GraphOptions } from "../flow-graph.js";
import { FlowParts } from "../flow-part.js";
import type { Catalogue } from "../model.js";
import { eventPage } from "./event-page.js";
import { flowPage } from "./flow-page.js";
import { indexPage } from "./index-page.js";
import { type Page, pageText } from "./page.js";
import { searchData } from "./search-data.js";
import { servicePage, servicesPage } from "./service-page.js";

/** What a site is made of besides the catalogue. */
export interface SiteOptions {
  readonly draw: FlowDrawer;
  /** Our own style sheet and script. */
  readonly assets: { readonly css: string; readonly js: string };
}

/** Nodes of the whole flow that one picture can show; a page says where there are more. */
export const MOST_DRAWN = 250;

/** The files of the site by path: the same catalogue gives the same files. */
export function siteFiles(catalogue: Catalogue, { draw, assets }: SiteOptions): Map<string, string> {
  const { events, services, flow } = catalogue;
  const options = graphOptions(catalogue);
  const parts = new FlowParts(flow);
  const drawn = (part: Flow, up: string, isFiltered: boolean): DrawnFlow | undefined => {
    const isDrawn = part.nodes.length > 0 && part.nodes.length <= MOST_DRAWN;
    return isDrawn ? draw(part, options(up, { isFiltered })) : undefined;
  };
  const pages: readonly Page[] = [
    indexPage(catalogue),
    flowPage(catalogue, drawn(flow, "", true)),
    ...(services.length === 0 ? [] : [servicesPage(catalogue)]),
    ...events.map((event) => eventPage(event, catalogue, drawn(parts.ofEvent(event.name), "../", false))),
    ...services.map((each) => servicePage(each, catalogue, drawn(parts.ofService(each.name), "../", false))),
  ];
  return new Map([
    ...pages.map((page) => [page.path, pageText(page, catalogue)] as const),
    ["catalogue.css", assets.css],
    ["catalogue.js", assets.js],
    ["search-data.js", searchData(catalogue)],
  ]);
}

/**
 * Links from nodes to pages, and classes of what passes where the page has a filter; `up` leads from the page to the
 * site's folder.
 */
function graphOptions({
  events,
  services,
  flow,
}: Catalogue): (up: string, page: { readonly isFiltered: boolean }) => GraphOptions {
  const eventAt = new Map(events.map(({ name, stem }, index) => [name, { stem, index }]));
  const serviceAt = new Map(services.map(({ name, stem }, index) => [name, { stem, index }]));
  const consumerOf = new Map(
    flow.edges.flatMap(({ from, to }) =>
      to.startsWith("consumer ") ? [[from, to.slice("consumer ".length)]] : [],
    ),
  );
  const classesOf = (passes: Passes): string =>
    [
      ...[...passes.events].map((name) => `e${eventAt.get(name)?.index ?? ""}`),
      ...[...passes.services].map((name) => `s${serviceAt.get(name)?.index ?? ""}`),
    ].join(" ");
  const eventLink = (name: string): string => `events/${eventAt.get(name)?.stem ?? ""}.html`;
  const serviceLink = (name: string): string => `services/${serviceAt.get(name)?.stem ?? ""}.html`;
  const linkOf = ({ id, kind, name, passes }: FlowNode): string => {
    const [event = ""] = passes.events;
    if (kind === "event") return eventLink(name);
    if (kind === "publisher" || kind === "consumer") return serviceLink(name);
    const consumer = consumerOf.get(id);
    return kind === "queue" && consumer !== undefined ? serviceLink(consumer) : `${eventLink(event)}#wire`;
  };
  return (up, { isFiltered }) => ({
    prefix: "flow",
    classesOf: isFiltered ? classesOf : () => "",
    linkOf: (node) => encodeURI(`${up}${linkOf(node)}`),
  });
}
