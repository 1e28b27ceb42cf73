import type { DrawnFlow } from "../draw-flow.js";
import { type Content, h, type Markup } from "./markup.js";

/** A picture of the flow, with a switch for retry and dead-letter queues where there are any. */
export function flowPicture({ plain, complete }: DrawnFlow, { label }: { readonly label: string }): Content {
  const framed = (svg: string, kind: string): Markup =>
    h("div", { class: `flow ${kind}`, tabindex: "0", role: "region", "aria-label": label }, { html: svg });
  if (complete === undefined) return h("figure", {}, framed(plain, "plain"));
  return h(
    "figure",
    { class: "switched" },
    h(
      "label",
      { class: "switch" },
      h("input", { type: "checkbox", class: "complete" }),
      " Retry and dead-letter queues",
    ),
    framed(plain, "plain"),
    framed(complete, "complete"),
  );
}
