import { commentLines, docComment } from "../code/doc-comment.js";
import { quote, quoteKey } from "../code/quote.js";
import type { Event } from "../contract/contract.js";
import type { EventNames } from "../contract/names.js";
import { header } from "./header.js";

/** The module that gathers all versions of an event, for consumers. */
export function eventModule(event: Event, names: EventNames): string {
  const labels = event.versions.map(({ label }) => label);
  const imports = labels.map((label) => `import { ${names.version(label)} } from "./${label}.js";`);
  const types = labels.map((label) => `readonly ${quoteKey(label)}: typeof ${names.version(label)}`);
  const values = labels.map((label) => `${quoteKey(label)}: ${names.version(label)}`);
  const doc = docComment(event.description === undefined ? [] : commentLines(event.description));
  return `${header(`${event.folder}/`)}import type { EventFamily } from "../../runtime/event-version.js";
${imports.join("\n")}

${doc}export const ${names.family}: EventFamily<${quote(event.name)}, { ${types.join("; ")} }> = {
  event: ${quote(event.name)},
  versions: { ${values.join(", ")} },
${event.unversioned === undefined ? "" : `  unversioned: ${quote(event.unversioned)},\n`}};
`;
}
