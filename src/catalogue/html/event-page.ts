import type { DrawnFlow } from "../draw-flow.js";
import type { Catalogue, EventEntry, VersionEntry } from "../model.js";
import { type WireValue, wireRows } from "../wire-rows.js";
import { fragment } from "./anchors.js";
import { changeList } from "./change-list.js";
import { flowPicture } from "./flow-picture.js";
import { type Content, h, type Markup } from "./markup.js";
import type { Page } from "./page.js";
import { payloadList } from "./payload-list.js";
import { code, codeBlock, prose } from "./prose.js";
import { serviceTables } from "./service-tables.js";
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
      picture === undefined ? undefined : flowPicture(picture, { label: `How ${name} flows` }),
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
      h("li", {}, h("a", { href: fragment(label) }, label), " ", statusBadges(status)),
    ),
  );
}

function wireTable(event: EventEntry): Markup {
  const shownValue = ({ code: written, words }: WireValue, index: number): Content => [
    index === 0 ? undefined : h("br"),
    written === undefined ? undefined : [code(written), " "],
    words,
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
        wireRows(event).map(({ part, values }) =>
          h("tr", {}, h("th", { scope: "row" }, part), h("td", {}, values.map(shownValue))),
        ),
      ),
    ),
  );
}

function versionSection(version: VersionEntry, event: EventEntry, isNewest: boolean): Markup {
  const { label, title, description, status, payload, examples, noExample, publish } = version;
  const name = `${event.name} ${label}`;
  return h(
    "section",
    { id: label, class: "version", "aria-label": name },
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
