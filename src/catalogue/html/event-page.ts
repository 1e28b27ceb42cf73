import type { Catalogue, EventEntry, VersionEntry } from "../model.js";
import { fragment, versionId } from "./anchors.js";
import { changeList } from "./change-list.js";
import { flowPicture } from "./flow-picture.js";
import { type Content, h, type Markup } from "./markup.js";
import type { Page } from "./page.js";
import { payloadList } from "./payload-list.js";
import { code, codeBlock, prose } from "./prose.js";
import { serviceTables } from "./service-tables.js";
import type { DrawnFlow } from "./site.js";
import { statusBadges } from "./status-badges.js";

/** The page of one event: all its versions, newest first, of which the newest is open. */
export function eventPage(event: EventEntry, catalogue: Catalogue, picture: DrawnFlow | undefined): Page {
  const { name, stem, description, owner, versions, headers } = event;
  return {
    path: `events/${stem}.html`,
    title: name,
    content: [
      h("h1", {}, name),
      owner === undefined ? undefined : h("p", { class: "owner" }, "Owned by ", h("strong", {}, owner)),
      prose(description),
      contents(versions),
      picture === undefined ? undefined : flowPicture(picture, { label: `How ${name} flows`, up: "../" }),
      serviceTables(event, catalogue),
      h("h2", { id: "versions" }, "Versions"),
      versions.map((version, index) => versionSection(version, event, index === 0)),
      h("h2", { id: "wire" }, "On the wire"),
      wireTable(event),
      headers === undefined ? undefined : [h("h3", {}, "Headers"), payloadList(headers, "headers")],
      h("h2", { id: "consume" }, "Consume it"),
      codeBlock(event.consume, { label: `TypeScript that consumes ${name}` }),
    ],
  };
}

function contents(versions: readonly VersionEntry[]): Markup {
  return h(
    "ul",
    { class: "versions", "aria-label": "Versions" },
    versions.map(({ label, status }) =>
      h("li", {}, h("a", { href: fragment(versionId(label)) }, label), " ", statusBadges(status)),
    ),
  );
}

function wireTable({ name, route, versions }: EventEntry): Markup {
  const { exchange, routingKey, vhost, envelope, unroutable } = route;
  const rows: readonly (readonly [string, Content])[] = [
    ["virtual host", vhost === undefined ? "the one in the connection's URL" : code(vhost)],
    ["exchange", [code(exchange.name), ` (${exchange.type}, durable)`]],
    ["routing key", routingKey === "" ? "empty" : code(routingKey)],
    [
      "property content_type, header content-type",
      versions.map(({ contentType }, index) => [index === 0 ? "" : h("br"), code(contentType)]),
    ],
    ["property type", code(name)],
    ["property delivery_mode", [code("2"), " (persistent)"]],
    [
      "body",
      envelope === "body"
        ? ["UTF-8 JSON that starts with ", code("version"), " and ", code("event")]
        : "UTF-8 JSON",
    ],
    ["no queue takes it", unroutable === "error" ? "an error for its publisher" : "ignored"],
  ];
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "On the wire" },
    h(
      "table",
      {},
      h(
        "tbody",
        {},
        rows.map(([head, content]) => h("tr", {}, h("th", { scope: "row" }, head), h("td", {}, content))),
      ),
    ),
  );
}

function versionSection(version: VersionEntry, event: EventEntry, isNewest: boolean): Markup {
  const { label, title, description, status, payload, examples, noExample, publish } = version;
  const name = `${event.name} ${label}`;
  return h(
    "section",
    { id: versionId(label), class: "version", "aria-label": name },
    h(
      "details",
      { open: isNewest, class: "version" },
      h("summary", {}, h("h2", {}, name), " ", statusBadges(status)),
      title === undefined ? undefined : h("p", { class: "title", dir: "auto" }, title),
      prose(description),
      h("h3", {}, "Payload"),
      payloadList(payload, label),
      h("h3", {}, examples.length === 1 ? "Example" : "Examples"),
      noExample === undefined ? undefined : h("p", {}, `No example: ${noExample}`),
      examples.map((each) => [
        h("p", { class: "facts" }, each.title),
        codeBlock(JSON.stringify(each.value, undefined, 2), { label: `Example of ${name}, ${each.title}` }),
      ]),
      h("h3", {}, "Publish it"),
      codeBlock(publish, { label: `TypeScript that publishes ${name}` }),
      changeList(version),
    ),
  );
}
