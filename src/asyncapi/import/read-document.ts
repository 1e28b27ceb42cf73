import { isObject, type Json } from "../../json/json.js";
import { joinPointer } from "../../json/pointer.js";
import { extension } from "../model.js";
import type { DocumentPlace } from "./document-place.js";
import { type ReadQueue, type ReadRoute, readChannel } from "./read-channel.js";
import { type ReadMessage, readMessage } from "./read-message.js";
import { type ReadOperation, readOperation } from "./read-operation.js";

/** What a document says, whatever version of AsyncAPI it is of. */
export interface ReadDocument {
  readonly title: string;
  /** What our own export says of `contract.json`; `undefined` for the documents of others. */
  readonly own: { readonly contract: Json | undefined; readonly services: Json | undefined } | undefined;
  readonly description: string | undefined;
  readonly channels: readonly (ReadRoute | ReadQueue)[];
  /** By the place that they are written at. */
  readonly messages: ReadonlyMap<string, ReadMessage>;
  /** The messages of each channel, by the channel's place. */
  readonly messagesOf: ReadonlyMap<string, readonly string[]>;
  readonly operations: readonly ReadOperation[];
}

/** The document's major version, `undefined` for what is not a document of AsyncAPI 2 or 3. */
export function majorVersion(value: Json): 2 | 3 | undefined {
  const version = isObject(value) ? value["asyncapi"] : undefined;
  const major = typeof version === "string" ? /^([23])\.\d+\.\d+/.exec(version)?.[1] : undefined;
  return major === undefined ? undefined : major === "2" ? 2 : 3;
}

/** Reads a document from its root. */
export function readDocument(root: DocumentPlace, major: 2 | 3): ReadDocument {
  return new DocumentReader(root, major).read();
}

/** One document on its way; a class because channels, operations and components lead to the same messages. */
class DocumentReader {
  readonly #root: DocumentPlace;
  readonly #major: 2 | 3;
  readonly #contentType: string;
  readonly #messages = new Map<string, ReadMessage | undefined>();
  readonly #messagesOf = new Map<string, string[]>();
  readonly #operations: ReadOperation[] = [];

  constructor(root: DocumentPlace, major: 2 | 3) {
    this.#root = root;
    this.#major = major;
    root.text("asyncapi");
    this.#contentType = root.text("defaultContentType") ?? "application/json";
  }

  read(): ReadDocument {
    const info = this.#root.raw("info");
    const mark = info?.raw(extension);
    if (mark) for (const name of ["version", "description"]) info?.raw(name);
    const own = mark && { contract: mark.raw("contract")?.whole(), services: mark.raw("services")?.whole() };
    const title = info?.text("title") ?? "service";
    this.#nameComponents();
    const channels: (ReadRoute | ReadQueue)[] = [];
    for (const [name, place] of this.#root.raw("channels")?.entries() ?? [])
      channels.push(this.#channel(name, place));
    for (const [, place] of this.#root.raw("operations")?.entries() ?? []) this.#operation(place);
    const components = this.#root.raw("components");
    for (const [name, place] of components?.raw("messages")?.entries() ?? []) this.#message(place, name);
    for (const unused of ["schemas", "messages", "channels", "operations"]) components?.raw(unused);
    return {
      title,
      own,
      description: own ? undefined : info?.text("description"),
      channels,
      messages: new Map([...this.#messages].flatMap(([key, each]) => (each ? [[key, each] as const] : []))),
      messagesOf: this.#messagesOf,
      operations: this.#operations,
    };
  }

  readonly #componentNames = new Map<string, string>();

  /** A message is called as its component is, whatever a channel calls it. */
  #nameComponents(): void {
    const { value, source } = this.#root;
    const components = isObject(value) ? value["components"] : undefined;
    const messages = isObject(components) ? components["messages"] : undefined;
    for (const name of Object.keys(isObject(messages) ? messages : {})) {
      const pointer = joinPointer("/components/messages", name);
      this.#componentNames.set(`${source.path}#${pointer}`, name);
    }
  }

  #message(place: DocumentPlace, name: string): string {
    const { key } = place;
    if (!this.#messages.has(key))
      this.#messages.set(key, readMessage(place, this.#componentNames.get(key) ?? name, this.#contentType));
    return key;
  }

  #channel(name: string, place: DocumentPlace): ReadRoute | ReadQueue {
    const keys: string[] = [];
    this.#messagesOf.set(place.key, keys);
    const listed = (message: DocumentPlace, key: string): void => {
      const found = this.#message(message, key);
      if (!keys.includes(found)) keys.push(found);
    };
    if (this.#major === 3) {
      for (const [key, message] of place.get("messages")?.entries() ?? []) listed(message, key);
      const address = place.text("address");
      if (address === undefined && place.peek("address") === null) place.raw("address");
      return readChannel(place, address);
    }
    // what the document's application publishes is what others subscribe to, and the other way round
    for (const [keyword, action] of [
      ["subscribe", "send"],
      ["publish", "receive"],
    ] as const) {
      const operation = place.get(keyword);
      if (operation === undefined) continue;
      const message = operation.get("message");
      const alternatives =
        message?.peek("oneOf") === undefined ? undefined : message?.get("oneOf")?.entries();
      const all = alternatives?.map(([, each]) => each) ?? (message ? [message] : []);
      const id = operation.text("operationId") ?? name;
      for (const [index, each] of all.entries()) {
        const key = each.text("messageId") ?? (all.length > 1 ? `${id}_${index + 1}` : id);
        listed(each, key);
      }
      this.#operations.push(readOperation(operation, action, place, all));
    }
    return readChannel(place, name);
  }

  #operation(place: DocumentPlace): void {
    const action = place.text("action");
    const channel = place.get("channel");
    if (channel === undefined || (action !== "send" && action !== "receive")) {
      // a channel that a reference does not lead to is listed already
      if (channel !== undefined || place.peek("channel") === undefined)
        place.say(
          "import-not-carried",
          'This operation is not imported: it needs a channel and an action, "send" or "receive".',
        );
      return;
    }
    const messages = place
      .get("messages")
      ?.entries()
      .map(([, message]) => message);
    this.#operations.push(readOperation(place, action, channel, messages));
  }
}
