import { drawingSvg } from "./drawing.js";
import { messageLife } from "./message-life.js";
import { pipeline } from "./pipeline.js";
import { terminalSvg } from "./terminal.js";
import { themes } from "./theme.js";

/** The drawn pictures of the documentation by file name, each for light and for dark; `review` is what `rabbitgen review` printed. */
export function pictures(review: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(themes).flatMap(([name, theme]) => [
      [`pipeline-${name}.svg`, drawingSvg(pipeline, theme)],
      [`message-life-${name}.svg`, drawingSvg(messageLife, theme)],
      [`review-${name}.svg`, terminalSvg("rabbitgen review --against main", review, theme)],
    ]),
  );
}
