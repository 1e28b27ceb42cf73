import { count } from "../../code/count.js";
import type { Catalogue, EventEntry } from "../model.js";
import { h } from "./markup.js";
import type { Page } from "./page.js";
import { dataTable } from "./service-tables.js";

/** The first page: every event in a line. */
export function indexPage({ title, events }: Catalogue): Page {
  const versions = events.reduce((sum, each) => sum + each.versions.length, 0);
  return {
    path: "index.html",
    title,
    content: [
      h("h1", {}, title),
      h("p", {}, `${count(events.length, "event")}, ${count(versions, "version")}.`),
      dataTable(
        "Events",
        ["Event", "Versions", "Publishers", "Consumers", "Owner", "Description"],
        events.map((event) => [
          h("a", { href: `events/${event.stem}.html` }, event.name),
          versionsOf(event),
          names(event.publishers),
          names(event.consumers),
          event.owner,
          firstSentence(event),
        ]),
      ),
    ],
  };
}

/** The current version, else the newest, and how many others there are. */
function versionsOf({ versions }: EventEntry): string {
  const shown = versions.find(({ status }) => status.kind === "current") ?? versions[0];
  const others = versions.length - 1;
  return others < 1 ? (shown?.label ?? "") : `${shown?.label ?? ""} and ${count(others, "other")}`;
}

function names(services: readonly { readonly service: string }[]): string {
  return services.length === 0 ? "–" : services.map(({ service }) => service).join(", ");
}

/** What the event says of itself, else its newest version. */
function firstSentence({ description, versions }: EventEntry): string {
  const text = description ?? versions[0]?.description ?? versions[0]?.title ?? "";
  return /^[^\n]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text.split("\n")[0] ?? "";
}
