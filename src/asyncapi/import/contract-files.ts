import { compareLabels, defaultStyle, styleOf } from "../../contract/version-label.js";
import { isObject, type Json, type JsonObject } from "../../json/json.js";
import { escapeSegment } from "../../json/pointer.js";
import { compact } from "../compact.js";
import type { DocumentPlace } from "./document-place.js";
import { equalJson } from "./equal-json.js";
import { eventDefaults } from "./event-defaults.js";
import { type EventDraft as Draft, newDraft, type PlacedMessage } from "./event-draft.js";
import { isEventFolder } from "./event-names.js";
import { headersOf } from "./headers-of.js";
import type { ReadRoute } from "./read-channel.js";
import type { ReadDocument } from "./read-document.js";
import { type ReadMessage, withoutProperties } from "./read-message.js";
import { type Origin, SchemaFiles } from "./schema-files.js";
import { ServicesReader } from "./services-reader.js";

/** The files of a contract, by path below its schemas folder, and where in the document each comes from. */
export interface ContractFiles {
  readonly files: Map<string, Json>;
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Makes the files of the contract that a document describes; `project` is the way from its folder to the project's. */
export function contractFiles(document: ReadDocument, root: DocumentPlace, project: string): ContractFiles {
  return new Assembly(document, root, project).files();
}

/** One contract on its way; a class because every file is made of the same events and schemas. */
class Assembly {
  readonly #document: ReadDocument;
  readonly #root: DocumentPlace;
  readonly #project: string;
  readonly #schemas = new SchemaFiles();
  readonly #events = new Map<string, Draft>();
  /** The event and the version of each message, by its place. */
  readonly #placed = new Map<string, PlacedMessage>();
  readonly #files = new Map<string, Json>();
  readonly #origins = new Map<string, Origin>();

  constructor(document: ReadDocument, root: DocumentPlace, project: string) {
    this.#document = document;
    this.#root = root;
    this.#project = project;
  }

  files(): ContractFiles {
    this.#placeMessages();
    this.#placeRoutes();
    this.#settleSchemas();
    for (const draft of this.#events.values()) this.#writeVersions(draft);
    this.#schemas.finish();
    const services = new ServicesReader(this.#document, this.#events, this.#placed).services();
    for (const draft of this.#events.values()) this.#writeSettings(draft);
    const settings = this.#contractSettings(services);
    const all = new Map<string, Json>([["contract.json", settings], ...this.#schemas.files, ...this.#files]);
    const origins = new Map<string, Origin>([
      ["contract.json", this.#root],
      ...this.#schemas.origins,
      ...this.#origins,
    ]);
    return { files: all, origins };
  }

  #placeMessages(): void {
    const { messages, own } = this.#document;
    const styles = new Set([...messages.values()].map(({ label }) => styleOf(label)));
    const isUniform = styles.size === 1 && !styles.has(undefined);
    for (const [key, message] of messages) {
      const wanted = isUniform || own ? message.label : plainLabel(message.label);
      if (wanted !== message.label)
        message.place.say(
          "import-renamed",
          `The version ${message.label} is labelled ${wanted}: all versions of a contract use one labelling style.`,
        );
      let { event } = message;
      for (let number = 2; this.#events.get(event)?.versions.has(wanted); number += 1)
        event = `${message.event}-${number}`;
      if (event !== message.event)
        message.place.say(
          "import-renamed",
          `There is another message for ${message.event} ${wanted}, so this event is labelled ${event}.`,
        );
      const draft = this.#events.get(event) ?? newDraft(event);
      this.#events.set(event, draft);
      draft.versions.set(wanted, message);
      this.#placed.set(key, { event, label: wanted });
    }
  }

  /** The first exchange of an event is its own; it has no second one. */
  #placeRoutes(): void {
    for (const channel of this.#document.channels) {
      const keys = this.#document.messagesOf.get(channel.place.key) ?? [];
      if (!keys.some((key) => this.#placed.has(key)))
        channel.place.say(
          "import-not-carried",
          "This channel is not imported, because none of its messages are, or it has none.",
        );
      if (channel.kind === "queue") continue;
      const names = new Set(keys.flatMap((key) => this.#placed.get(key)?.event ?? []));
      for (const name of names) {
        const draft = this.#events.get(name);
        if (draft === undefined) continue;
        if (draft.route === undefined) {
          draft.route = channel;
          const folder = channel.own?.text("folder");
          if (folder !== undefined && isEventFolder(folder, name)) Object.assign(draft, { folder });
        } else if (!isSameRoute(draft.route, channel))
          channel.place.say(
            "import-not-carried",
            `${name} already has an exchange and a routing key from another channel, and an event has only one of each, so this channel is not imported.`,
          );
      }
    }
  }

  #settleSchemas(): void {
    for (const { folder, versions } of this.#events.values())
      for (const [label, { payload }] of versions)
        if (payload && !isReference(payload)) this.#schemas.settle(payload, `${folder}/${label}.json`);
    const components = this.#root.raw("components")?.raw("schemas");
    for (const name of Object.keys(isObject(components?.value) ? components.value : {})) {
      const reference = `#/components/schemas/${encodeURIComponent(escapeSegment(name))}`;
      components?.raw(name);
      this.#schemas.locationOf(reference, this.#root);
    }
  }

  #writeVersions({ name, folder, versions }: Draft): void {
    for (const [label, message] of versions) {
      const path = `${folder}/${label}.json`;
      const { payload, place, deprecated, hasEnvelope } = message;
      const isAdded = (property: string): boolean => hasEnvelope && ["version", "event"].includes(property);
      const change = (schema: JsonObject): JsonObject => {
        const own = hasEnvelope ? withoutProperties(schema, isAdded) : schema;
        // what a message says of itself, a version says in event.json
        return deprecated === false ? withoutDeprecated(own) : own;
      };
      if (payload) this.#schemas.add(payload, path, change);
      else {
        this.#schemas.origins.set(path, place);
        this.#schemas.files.set(path, { $schema: "https://json-schema.org/draft/2020-12/schema" });
        place.say("import-no-payload", `This message has no payload, so ${name} ${label} accepts any JSON.`);
      }
      this.#writeExamples(message, `${folder}/examples/${label}`, isAdded);
    }
  }

  #writeExamples({ examples }: ReadMessage, folder: string, isAdded: (name: string) => boolean): void {
    for (const { name, payload, valid, at } of examples) {
      const stem =
        name
          .replace(/[^\p{L}\p{N}._-]+/gu, "_")
          .replace(/^[._]+/, "")
          .slice(0, 80) || "example";
      const kind = valid ? "valid" : "invalid";
      let path = `${folder}/${kind}/${stem}.json`;
      for (let number = 2; this.#files.has(path); number += 1)
        path = `${folder}/${kind}/${stem}-${number}.json`;
      const value =
        valid && isObject(payload)
          ? Object.fromEntries(Object.entries(payload).filter(([key]) => !isAdded(key)))
          : payload;
      this.#files.set(path, value);
      this.#origins.set(path, at);
    }
  }

  #writeSettings(draft: Draft): void {
    const { name, folder, versions, route } = draft;
    const own = route?.own;
    const [first, ...others] = versions;
    if (own === undefined && first?.[1].isUnversioned)
      for (const [label, { isUnversioned, place }] of others)
        if (isUnversioned)
          place.say(
            "import-not-carried",
            `Neither this message nor ${name} ${first[0]} has a version in its content type, so a message without a version is read as ${first[0]}; publishers of ${label} must send one.`,
          );
    const described = [...versions.values()].flatMap((each) => each.description ?? [])[0];
    if (route?.description === undefined) described?.use();
    const description = route?.description ?? described?.text;
    const defaults = eventDefaults(this.#document, name);
    const exchange = route?.exchange;
    const settings = compact({
      description,
      owner: own?.text("owner"),
      identifier: own?.text("identifier"),
      exchange:
        exchange && !equalJson(exchange as unknown as Json, defaults.exchange)
          ? (exchange as unknown as Json)
          : undefined,
      routingKey: route?.routingKey === name ? undefined : route?.routingKey,
      vhost: route?.vhost === defaults.vhost ? undefined : route?.vhost,
      envelope: unless(defaults.envelope, own?.text("envelope") ?? (own ? "headers" : undefined)),
      unroutable: unless(defaults.unroutable, own ? (own.text("unroutable") ?? "error") : draft.unroutable),
      writer: unless(defaults.writer, own ? (own.text("writer") ?? "closed") : undefined),
      unversioned: own ? own.text("unversioned") : first?.[1].isUnversioned ? first[0] : undefined,
      headers: headersOf(draft, { schemas: this.#schemas, origins: this.#origins }),
      versions: compact(
        Object.fromEntries(
          [...versions]
            .sort(([a], [b]) => compareLabels(a, b))
            .map(([label, { deprecated, sunset, replacedBy, reserved }]) => [
              label,
              compact({ deprecated, sunset, replacedBy, reserved }),
            ]),
        ),
      ),
    });
    own?.expect("event", name);
    if (Object.keys(settings).length === 0) return;
    this.#files.set(`${folder}/event.json`, settings);
    this.#origins.set(`${folder}/event.json`, route?.place ?? first?.[1].place ?? this.#root);
  }

  #contractSettings(services: Record<string, JsonObject>): Json {
    const { own, messages } = this.#document;
    const { typeNames, ...settings } = isObject(own?.contract) ? own.contract : {};
    const names = Object.entries(isObject(typeNames) ? typeNames : {}).flatMap(([reference, name]) => {
      const location = this.#schemas.locationOf(reference, this.#root);
      return location === undefined ? [] : [[location, name] as const];
    });
    const [style = defaultStyle] = [...messages.values()].flatMap(({ label }) => styleOf(label) ?? []);
    const isUniform = [...messages.values()].every(({ label }) => styleOf(label) === style);
    return compact({
      $schema: `${this.#project}/node_modules/rabbitgen/json-schemas/contract.schema.json`,
      ...(own || !isUniform || style === defaultStyle ? {} : { versionLabels: style }),
      ...settings,
      typeNames: Object.fromEntries(names),
      services,
    });
  }
}

function isReference({ value }: DocumentPlace): boolean {
  return isObject(value) && typeof value["$ref"] === "string" && Object.keys(value).length === 1;
}

function isSameRoute(a: ReadRoute, b: ReadRoute): boolean {
  return (
    equalJson((a.exchange ?? null) as Json, (b.exchange ?? null) as Json) &&
    a.routingKey === b.routingKey &&
    a.vhost === b.vhost
  );
}

function withoutDeprecated({ deprecated: _, ...schema }: JsonObject): JsonObject {
  return schema;
}

function unless(usual: Json | undefined, value: string | undefined): string | undefined {
  return value === usual ? undefined : value;
}

/** `v2` for `2`, `2.1.0` and the like. */
function plainLabel(label: string): string {
  const number = Number(/\d+/.exec(label)?.[0] ?? 1);
  return `v${Math.max(1, number)}`;
}
