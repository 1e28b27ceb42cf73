import { approvals } from "./approvals.js";
import type { Format } from "./formats.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import type { Reporter } from "./report.js";
import { sarif } from "./sarif.js";
import { text } from "./text.js";

/** Every reporter, by its `--format` name. */
export const reporters: Readonly<Record<Format, Reporter>> = {
  text,
  json,
  github,
  markdown,
  sarif,
  junit,
  gitlab,
  approvals,
};
