import type { VersionStatus } from "../model.js";
import { statusWords } from "../status-words.js";
import { type Content, h } from "./markup.js";

/** The status of a version as a colored badge, followed by details such as its sunset date. */
export function statusBadges(status: VersionStatus): Content {
  const { badge, more } = statusWords(status);
  return [
    h("span", { class: `badge ${status.kind}` }, badge),
    more.length === 0 ? undefined : h("span", { class: "more" }, ` ${more.join("; ")}`),
  ];
}
