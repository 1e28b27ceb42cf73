import { commentLines, docComment } from "../code/doc-comment.js";
import type { EventNames } from "../code/names.js";
import { quote, quoteJson, quoteKey } from "../code/quote.js";
import { moduleSpecifier } from "../code/sdk-layout.js";
import type { Contract, Event, Exchange } from "../contract/contract.js";
import { constantName } from "./constant-name.js";
import { header } from "./header.js";
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
  const exchanges = new Map<string, string>();
  for (const event of events) {
    const own = names.get(event.name);
    if (!own) continue;
    const exchange = exchangeName(event.exchange);
    exchanges.set(exchange, `const ${exchange} = ${quoteJson(event.exchange)} as const;\n`);
    for (const version of event.versions) {
      const { text, descriptor } = versionConstant(event, version, { ...own, exchange }, definitions);
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

${[...exchanges.values()].join("")}
${constants.join("\n")}`;
}

/**
 * The constant of an exchange, which all its events share: each object costs every service that imports the SDK time.
 * No event's constant has `_` before a capital letter.
 */
function exchangeName({ name, type }: Exchange): string {
  return constantName("exchange", [name, type]);
}

function typeImport(names: EventNames, type: string, module: string): string {
  return `import type { ${type} } from ${quote(moduleSpecifier(names, module, "types"))};\n`;
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
