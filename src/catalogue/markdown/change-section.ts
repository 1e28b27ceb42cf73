import type { Answer } from "../../compat/compare.js";
import { fencedBlock } from "../../report/markdown-text.js";
import { witnessExcerpt } from "../../report/witness.js";
import { handledByVersion, payloadPlace, readability } from "../change-words.js";
import type { VersionEntry } from "../model.js";
import { code, line, plainText } from "./inline.js";

interface Pair {
  readonly older: string;
  readonly newer: string;
}

/** What changed from the version before, with the messages that prove what breaks. */
export function changeSection({ label, since }: VersionEntry): readonly string[] {
  if (since === undefined) return [];
  const pair = { older: since.label, newer: label };
  const { changes, backward, forward } = since.comparison;
  const readable = (["backward", "forward"] as const).flatMap((direction) => {
    const answer = direction === "backward" ? backward : forward;
    return answer === undefined ? [] : [`- ${plainText(readability(direction, pair, answer.verdict))}`];
  });
  const handled = handledByVersion(since.comparison);
  return [
    `### ${line(`Changes from ${since.label} to ${label}`)}`,
    readable.join("\n"),
    ...(handled === undefined ? [] : [handled]),
    ...(changes.length === 0 ? ["No change affects which messages are valid."] : []),
    ...changes.flatMap(({ title, payload, ...answers }, index) => {
      const place = payloadPlace(payload);
      return [
        `**${index + 1}.** ${plainText(title)}${place === undefined ? "" : ` at ${code(place)}`}`,
        ...proof("backward", pair, answers.backward),
        ...proof("forward", pair, answers.forward),
      ];
    }),
  ];
}

function proof(direction: "backward" | "forward", pair: Pair, answer: Answer | undefined): readonly string[] {
  if (answer === undefined || answer.verdict === "proved") return [];
  const { witness, failures = [], reason } = answer;
  if (witness === undefined) return [`Not decided: ${plainText(reason ?? "the reason is unknown")}`];
  const [reader, sent] = direction === "backward" ? [pair.newer, pair.older] : [pair.older, pair.newer];
  const lines = witnessExcerpt({ witness, failures }).map((each) => {
    if (each === undefined) return "  // …";
    return each.notes.length === 0 ? each.text : `${each.text} // <-- ${each.notes.join("; ")}`;
  });
  return [
    `The schema of ${plainText(reader)} rejects this ${plainText(sent)} message:`,
    fencedBlock("jsonc", lines),
  ];
}
