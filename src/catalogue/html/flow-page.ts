import type { DrawnFlow } from "../draw-flow.js";
import type { Catalogue } from "../model.js";
import { flowPicture } from "./flow-picture.js";
import { h, type Markup } from "./markup.js";
import type { Page } from "./page.js";

/** The whole flow, which the script filters by service and by event. */
export function flowPage({ events, services }: Catalogue, picture: DrawnFlow | undefined): Page {
  const choice = (id: string, label: string, names: readonly string[]): Markup =>
    h(
      "label",
      { for: id },
      label,
      " ",
      h(
        "select",
        { id },
        h("option", { value: "" }, "all"),
        names.map((name) => h("option", { value: name }, name)),
      ),
    );
  return {
    path: "flow.html",
    title: "Flow",
    content: [
      h("h1", {}, "Flow"),
      h(
        "p",
        {},
        "Services publish events to exchanges; queues deliver them to the services that consume them. Each box is a link.",
      ),
      picture === undefined
        ? h(
            "p",
            {},
            "The flow is too large for one picture: see the pictures on the pages of events and services.",
          )
        : [
            h(
              "form",
              { class: "filters", hidden: true },
              choice(
                "by-service",
                "Service",
                services.map(({ name }) => name),
              ),
              choice(
                "by-event",
                "Event",
                events.map(({ name }) => name),
              ),
            ),
            flowPicture(picture, { label: "The whole flow" }),
          ],
    ],
  };
}
