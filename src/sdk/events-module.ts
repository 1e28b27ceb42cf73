import { commentLines, docComment } from "../code/doc-comment.js";
import type { EventNames } from "../code/names.js";
import { quote, quoteKey } from "../code/quote.js";
import type { Contract, Event } from "../contract/contract.js";
import { header } from "./header.js";
import { eventFolder } from "./paths.js";
import { versionConstant } from "./version-constant.js";

/**
 * The module of all events: a constant for each version, and one that gathers the versions of an event for consumers.
 * It is one file because Node spends more time to find and open a module than to read hundreds of such constants.
 */
export function eventsModule(
  { events, definitions }: Contract,
  names: ReadonlyMap<string, EventNames>,
): string {
  const descriptors = new Set<string>();
  const imports: string[] = [];
  const constants: string[] = [];
  for (const event of events) {
    const own = names.get(event.name);
    if (!own) continue;
    for (const version of event.versions) {
      const { text, descriptor } = versionConstant(event, version, own, definitions);
      descriptors.add(descriptor);
      imports.push(typeImport(own, own.type(version.label), version.label));
      constants.push(text);
    }
    if (event.headers !== undefined) imports.push(typeImport(own, own.headers, "headers"));
    constants.push(familyConstant(event, own));
  }
  if (constants.length === 0) return `${header("the schemas folder")}export {};\n`;
  const types = ["EventFamily", ...descriptors].sort().join(", ");
  return `${header("the schemas folder")}${imports.join("")}import type { ${types} } from "./runtime/contract/event-version.js";

${constants.join("\n")}`;
}

function typeImport(names: EventNames, type: string, module: string): string {
  return `import type { ${type} } from ${quote(`./${eventFolder(names)}/${module}.types.js`)};\n`;
}

function familyConstant(event: Event, names: EventNames): string {
  const labels = event.versions.map(({ label }) => label);
  const types = labels.map((label) => `readonly ${quoteKey(label)}: typeof ${names.version(label)}`);
  const values = labels.map((label) => `${quoteKey(label)}: ${names.version(label)}`);
  const doc = docComment(event.description === undefined ? [] : commentLines(event.description));
  return `${doc}export const ${names.family}: EventFamily<${quote(event.name)}, { ${types.join("; ")} }> = {
  event: ${quote(event.name)},
  versions: { ${values.join(", ")} },
${event.unversioned === undefined ? "" : `  unversioned: ${quote(event.unversioned)},\n`}};
`;
}
