import { isObject, type Json, type JsonObject, member } from "../../json/json.js";
import { extension } from "../model.js";
import type { DocumentPlace } from "./document-place.js";
import { eventName, versionInContentType, versionInName } from "./event-names.js";

/** One message of a document, which becomes one version of an event. */
export interface ReadMessage {
  readonly place: DocumentPlace;
  readonly event: string;
  readonly label: string;
  /** Whether its content type names no version, as messages of publishers without the SDK do not. */
  readonly isUnversioned: boolean;
  readonly payload: DocumentPlace | undefined;
  /** Those of the message, then those of its traits; a message has all of them. */
  readonly headers: readonly DocumentPlace[];
  readonly examples: readonly {
    readonly name: string;
    readonly payload: Json;
    readonly valid: boolean;
    readonly at: DocumentPlace;
  }[];
  /** What is read only where the event has no other description. */
  readonly description: { readonly text: string; readonly use: () => void } | undefined;
  /** The constants that its body has in front of the payload. */
  readonly hasEnvelope: boolean;
  readonly sunset?: string;
  readonly replacedBy?: string;
  readonly reserved?: Json;
  readonly deprecated?: boolean;
}

/** Reads a message; `undefined` for one that a contract cannot have, which is said. `key` is what its holder calls it. */
export function readMessage(
  place: DocumentPlace,
  key: string,
  defaultContentType: string,
): ReadMessage | undefined {
  const parts = [place, ...(place.get("traits")?.entries() ?? []).map(([, trait]) => trait)];
  const text = (name: string): string | undefined =>
    parts.map((part) => part.text(name)).find((each) => each !== undefined);
  const own = place.raw(extension);
  const contentType = text("contentType") ?? defaultContentType;
  if (!/^application\/(?:[a-z0-9.+-]+\+)?json\b/i.test(contentType)) {
    place.say(
      "import-not-carried",
      `This message is ${contentType}, but the messages of a contract are JSON, so it is not imported.`,
    );
    place.whole();
    return undefined;
  }
  const payload = payloadOf(place, text("schemaFormat"));
  if (payload === "foreign") return undefined;
  const media = contentType.replace(/;.*$/s, "").trim().toLowerCase();
  if (media !== "application/json")
    place.say(
      "import-not-carried",
      `This message is ${media}, but the SDK sends application/json with the version, so the type is not imported.`,
    );
  const name = text("name");
  const named = [own?.text("event"), name, key].filter((each) => each !== undefined);
  const label =
    own?.text("version") ??
    versionInContentType(contentType) ??
    named.map(versionInName).find((each) => each) ??
    "v1";
  const event = own?.peek("event") === undefined ? eventName(name ?? key) : String(own.peek("event"));
  const description = readDescription(parts, own);
  readBinding(parts, event);
  if (place.peek("deprecated") === true) place.raw("deprecated");
  return {
    place,
    event,
    label,
    isUnversioned: versionInContentType(contentType) === undefined,
    payload,
    headers: parts.flatMap((part) => part.get("headers") ?? []),
    examples: [...examplesOf(parts, own)],
    description,
    hasEnvelope: own?.peek("envelope") === true && own.raw("envelope") !== undefined,
    ...optional("sunset", own?.text("sunset")),
    ...optional("replacedBy", own?.text("replacedBy")),
    ...optional("reserved", own?.raw("reserved")?.whole()),
    ...optional("deprecated", deprecatedOf(place, own)),
  };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Each in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Each in Name]: Value });
}

/** What the message says; `undefined` where its payload says it, too. */
function deprecatedOf(place: DocumentPlace, own: DocumentPlace | undefined): boolean | undefined {
  const stated = own?.raw("deprecated")?.value;
  if (typeof stated === "boolean") return stated;
  if (own !== undefined || place.peek("deprecated") !== true) return undefined;
  const payload = place.peek("payload");
  return isObject(payload) && member(payload, "deprecated") === true ? undefined : true;
}

/** The schema of the payload, wherever its format has it. */
function payloadOf(place: DocumentPlace, format: string | undefined): DocumentPlace | undefined | "foreign" {
  const raw = place.raw("payload");
  const isWrapped = isObject(raw?.value) && "schemaFormat" in raw.value && "schema" in raw.value;
  const schemaFormat = isWrapped ? raw?.text("schemaFormat") : format;
  if (
    schemaFormat !== undefined &&
    !/^application\/(?:vnd\.aai\.asyncapi|schema\+(?:json|yaml))/i.test(schemaFormat)
  ) {
    place.say(
      "import-not-carried",
      `This payload is described by ${schemaFormat}instead of JSON Schema, so the message is not imported.`,
    );
    place.whole();
    return "foreign";
  }
  return isWrapped ? raw?.raw("schema") : raw;
}

/** Our own document says the same in its payload and in its channel. */
function readDescription(
  parts: readonly DocumentPlace[],
  own: DocumentPlace | undefined,
): ReadMessage["description"] {
  const texts = ["description", "summary", "title"].map((name) => {
    for (const part of parts) {
      const text = part.peek(name);
      if (typeof text !== "string") continue;
      if (own) part.raw(name);
      return { part, name, text };
    }
    return undefined;
  });
  if (own) return undefined;
  const found = texts.find((each) => each !== undefined);
  return found && { text: found.text, use: () => found.part.raw(found.name) };
}

function readBinding(parts: readonly DocumentPlace[], event: string): void {
  for (const part of parts) {
    const amqp = part.get("bindings")?.get("amqp");
    amqp?.expect("messageType", event);
    if (typeof amqp?.peek("bindingVersion") === "string") amqp.raw("bindingVersion");
  }
}

function* examplesOf(
  parts: readonly DocumentPlace[],
  own: DocumentPlace | undefined,
): Generator<ReadMessage["examples"][number]> {
  let number = 0;
  for (const part of parts) {
    for (const [, example] of part.get("examples")?.entries() ?? []) {
      number += 1;
      const payload = example.raw("payload");
      if (payload === undefined) continue;
      yield {
        name: example.text("name") ?? `example-${number}`,
        payload: payload.whole(),
        valid: true,
        at: payload,
      };
    }
  }
  for (const [list, valid] of [
    ["validAsText", true],
    ["invalidAsText", false],
  ] as const) {
    for (const [, example] of own?.raw(list)?.entries() ?? []) {
      const payload = parsed(example.text("payload"));
      if (payload !== undefined) yield { name: example.text("name") ?? list, payload, valid, at: example };
    }
  }
}

function parsed(text: string | undefined): Json | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

/** A schema without the properties that the export adds to it: the header of the version, or the body's envelope. */
export function withoutProperties(schema: JsonObject, isAdded: (name: string) => boolean): JsonObject {
  const { properties, required } = schema;
  const members = Object.entries(isObject(properties) ? properties : {}).filter(([name]) => !isAdded(name));
  const names = Array.isArray(required) ? required.filter((name) => !isAdded(String(name))) : [];
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): [string, Json][] => {
      if (keyword === "properties")
        return members.length === 0 ? [] : [[keyword, Object.fromEntries(members)]];
      if (keyword === "required") return names.length === 0 ? [] : [[keyword, names as Json]];
      return [[keyword, value]];
    }),
  );
}
