import { commentLines, docComment } from "../code/doc-comment.js";
import type { EventNames } from "../code/names.js";
import { quote, quoteJson } from "../code/quote.js";
import { moduleSpecifier } from "../code/sdk-layout.js";
import { contentTypeOf } from "../contract/content-type.js";
import type { Event, EventVersion } from "../contract/contract.js";
import { routingKeyParts } from "../contract/placeholder-source.js";
import type { Definition, Location, Schema } from "../contract/schema.js";

/** A version of an event in print. */
export interface VersionConstant {
  readonly text: string;
  /** The type that describes it. */
  readonly descriptor: "EventVersion" | "RoutedEventVersion";
}

/**
 * The literal in which a reviewer reads every constant that a version of an event puts on the wire. It calls nothing and
 * reads no property, so that bundlers drop it where it is not used, and its validators with it.
 */
export function versionConstant(
  event: Event,
  version: EventVersion,
  names: EventNames & { readonly exchange: string },
  definitions: ReadonlyMap<Location, Definition>,
): VersionConstant {
  const schema = definitions.get(version.location)?.schema ?? true;
  const { label } = version;
  const { headers } = event;
  const parts = routingKeyParts(event, version, definitions);
  const given = new Set(
    parts.flatMap((part) => (typeof part === "object" && "publish" in part ? [quote(part.publish)] : [])),
  );
  const descriptor = given.size === 0 ? "EventVersion" : "RoutedEventVersion";
  const words = given.size === 0 ? [] : [[...given].join(" | ")];
  const declared = headers === undefined ? [] : [names.headers];
  const parameters = [quote(event.name), quote(label), names.type(label), ...words, ...declared];
  const validators = (of: string): string =>
    `() => import(${quote(moduleSpecifier(names, of, "validators"))})`;
  const text = `${docComment(versionDoc(event, version, schema))}export const ${names.version(label)}: ${descriptor}<${parameters.join(", ")}> = {
  event: ${quote(event.name)},
  version: ${quote(label)},
  contentType: ${quote(contentTypeOf(label))},
  deliveryMode: 2,
  exchange: ${names.exchange},
  routingKey: ${quote(event.routingKey)},
${parts.length === 0 ? "" : `  routingKeyParts: ${quoteJson(parts, "  ")},\n`}  vhost: ${quoteJson(event.vhost)},
  envelope: ${quote(event.envelope)},
  unroutable: ${quote(event.unroutable)},
${headers === undefined ? "" : `  headers: { names: ${quoteJson(headers.names)}, validators: ${validators("headers")} },\n`}  validators: ${validators(label)},
};
`;
  return { text, descriptor };
}

function versionDoc(event: Event, version: EventVersion, schema: Schema): string[] {
  const description = typeof schema === "boolean" ? undefined : schema.description;
  const text = [event.description, description === event.description ? undefined : description];
  const words = text.flatMap((part) => (part === undefined ? [] : [...commentLines(part), ""]));
  const owner = event.owner === undefined ? [] : [...commentLines(`Owner: ${event.owner}`), ""];
  const lines = [...words, ...owner, ...(version.deprecated ? [deprecation(version)] : [])];
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The TSDoc tag of a deprecated version, with what `event.json` says of its end. */
export function deprecation({ sunset, replacedBy }: EventVersion): string {
  const parts = [
    ...(replacedBy === undefined ? [] : [`Replaced by ${replacedBy}.`]),
    ...(sunset === undefined ? [] : [`May be removed after ${sunset}.`]),
  ];
  return ["@deprecated", ...parts].join(" ");
}
