import type { Answer, ReportedChange } from "../../compat/compare.js";
import { witnessExcerpt } from "../../report/witness.js";
import { handledByVersion, payloadPlace, readability } from "../change-words.js";
import type { VersionEntry } from "../model.js";
import { type Content, h, type Markup } from "./markup.js";
import { code, codeBlock } from "./prose.js";

/** What changed from the version before, with the messages that prove what breaks. */
export function changeList({ label, since }: VersionEntry): Content {
  if (since === undefined) return undefined;
  const pair = { older: since.label, newer: label };
  const { changes, backward, forward } = since.comparison;
  const handled = handledByVersion(since.comparison);
  return [
    h("h3", {}, `Changes from ${since.label} to ${label}`),
    h(
      "ul",
      { class: "readability" },
      readable("backward", pair, backward),
      readable("forward", pair, forward),
    ),
    handled === undefined ? undefined : h("p", {}, handled),
    changes.length === 0
      ? h("p", {}, "No change affects which messages are valid.")
      : h(
          "ol",
          { class: "changes" },
          changes.map((change) => changeItem(change, pair)),
        ),
  ];
}

interface Pair {
  readonly older: string;
  readonly newer: string;
}

type Direction = "backward" | "forward";

function readable(direction: Direction, pair: Pair, answer: Answer | undefined): Content {
  if (answer === undefined) return undefined;
  const { verdict } = answer;
  return h("li", { class: verdict }, readability(direction, pair, verdict));
}

function changeItem({ title, payload, backward, forward }: ReportedChange, pair: Pair): Markup {
  const place = payloadPlace(payload);
  return h(
    "li",
    {},
    h("span", { class: "change" }, title),
    place === undefined ? undefined : [" at ", code(place)],
    proof("backward", pair, backward),
    proof("forward", pair, forward),
  );
}

/** The message that shows what a change breaks. */
function proof(direction: Direction, pair: Pair, answer: Answer | undefined): Content {
  if (answer === undefined || answer.verdict === "proved") return undefined;
  const { witness, failures = [], reason } = answer;
  if (witness === undefined)
    return h("p", { class: "facts" }, `Not decided: ${reason ?? "the reason is unknown"}`);
  const [reader, sent] = direction === "backward" ? [pair.newer, pair.older] : [pair.older, pair.newer];
  const summary = `The schema of ${reader} rejects this ${sent} message`;
  const lines = witnessExcerpt({ witness, failures }).map((line) => {
    if (line === undefined) return "  // …";
    return line.notes.length === 0 ? line.text : `${line.text} // <-- ${line.notes.join("; ")}`;
  });
  return h(
    "details",
    { class: "proof" },
    h("summary", {}, summary),
    codeBlock(lines.join("\n"), { label: summary }),
  );
}
