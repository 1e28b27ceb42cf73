import { isObject, type Json, type JsonObject } from "../../contract/json.js";
import { compareLabels, defaultStyle, styleOf } from "../../contract/version-label.js";
import { compact } from "../compact.js";
import { eventName, isEventFolder } from "./event-names.js";
import type { Place } from "./place.js";
import type { ReadQueue, ReadRoute } from "./read-channel.js";
import type { ReadDocument } from "./read-document.js";
import { type ReadMessage, withoutProperties } from "./read-message.js";
import type { ReadOperation } from "./read-operation.js";
import { type Origin, SchemaFiles } from "./schema-files.js";

/** The files of a contract, by path below its schemas folder, and where in the document each comes from. */
export interface ContractFiles {
  readonly files: Map<string, Json>;
  readonly origins: ReadonlyMap<string, Origin>;
}

/** An event on its way. */
interface Draft {
  readonly name: string;
  readonly folder: string;
  readonly versions: Map<string, ReadMessage>;
  route: ReadRoute | undefined;
  unroutable: "error" | "ignore" | undefined;
}

/** A service on its way. */
interface ServiceDraft {
  settings: JsonObject;
  readonly publishes: string[];
  readonly consumes: Map<string, JsonObject>;
}

/** Makes the files of the contract that a document describes. */
export function contractFiles(document: ReadDocument, root: Place): ContractFiles {
  return new Assembly(document, root).files();
}

/** One contract on its way; a class because every file is made of the same events and schemas. */
class Assembly {
  readonly #document: ReadDocument;
  readonly #root: Place;
  readonly #schemas = new SchemaFiles();
  readonly #events = new Map<string, Draft>();
  /** The event and the version of each message, by its place. */
  readonly #placed = new Map<string, { readonly event: string; readonly label: string }>();
  readonly #files = new Map<string, Json>();
  readonly #origins = new Map<string, Origin>();

  constructor(document: ReadDocument, root: Place) {
    this.#document = document;
    this.#root = root;
  }

  files(): ContractFiles {
    this.#placeMessages();
    this.#placeRoutes();
    this.#settleSchemas();
    for (const draft of this.#events.values()) this.#writeVersions(draft);
    this.#schemas.finish();
    const services = this.#services();
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
          `The version ${message.label} is called ${wanted}: all versions of a contract are labelled in one way.`,
        );
      let { event } = message;
      for (let number = 2; this.#events.get(event)?.versions.has(wanted); number += 1)
        event = `${message.event}-${number}`;
      if (event !== message.event)
        message.place.say(
          "import-renamed",
          `There is another message for ${message.event} ${wanted}, so this event is called ${event}.`,
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
      if (channel.kind === "queue") continue;
      const keys = this.#document.messagesOf.get(channel.place.key) ?? [];
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
            `${name} has an exchange and a routing key already, from another channel; an event has one of each, so this channel is not carried over.`,
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
      const reference = `#/components/schemas/${encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
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
        place.say("import-no-payload", `This message has no payload, so ${name} ${label} may be any JSON.`);
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
    const [first] = versions;
    const description =
      route?.description ?? [...versions.values()].map((each) => each.description).find((each) => each);
    const defaults = this.#defaultsOf(name);
    const exchange = route?.exchange;
    const settings = compact({
      description,
      owner: own?.text("owner"),
      identifier: own?.text("identifier"),
      exchange:
        exchange && !isEqual(exchange as unknown as Json, defaults.exchange)
          ? (exchange as unknown as Json)
          : undefined,
      routingKey: route?.routingKey === name ? undefined : route?.routingKey,
      vhost: route?.vhost === defaults.vhost ? undefined : route?.vhost,
      envelope: unless(defaults.envelope, own?.text("envelope") ?? (own ? "headers" : undefined)),
      unroutable: unless(defaults.unroutable, own ? (own.text("unroutable") ?? "error") : draft.unroutable),
      writer: unless(defaults.writer, own ? (own.text("writer") ?? "closed") : undefined),
      unversioned: own ? own.text("unversioned") : first?.[1].isUnversioned ? first[0] : undefined,
      headers: this.#headersOf(draft),
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

  /** The headers that all versions declare, without the one that carries the version. */
  #headersOf({ name, folder, versions, route }: Draft): Json | undefined {
    const isOwn = route?.own?.raw("headers")?.value === true;
    const path = `${folder}/event.json`;
    const read = [...versions].flatMap(([label, { headers }]) => {
      if (headers === undefined) return [];
      const schema = this.#schemas.inside(headers, path);
      if (!isObject(schema)) return [];
      return [
        {
          label,
          headers,
          schema: withoutProperties(schema, (each) => each.toLowerCase() === "content-type"),
        },
      ];
    });
    const [first, ...others] = read;
    if (first === undefined) return undefined;
    for (const { label, headers, schema } of others)
      if (!isEqual(schema, first.schema))
        headers.say(
          "import-not-carried",
          `${name} declares one set of headers for all its versions, that of ${first.label}, so the headers of ${label} are not carried over.`,
        );
    const declares = Object.keys(first.schema).some((keyword) => keyword !== "type");
    return declares || isOwn ? { type: "object", ...first.schema } : undefined;
  }

  #services(): Record<string, JsonObject> {
    const { own, title, description, operations } = this.#document;
    const services = new Map<string, ServiceDraft>();
    const serviceOf = (name: string): ServiceDraft => {
      const service: ServiceDraft = services.get(name) ?? {
        settings: {},
        publishes: [],
        consumes: new Map(),
      };
      services.set(name, service);
      return service;
    };
    for (const [name, settings] of Object.entries(isObject(own?.services) ? own.services : {}))
      serviceOf(name).settings = isObject(settings) ? settings : {};
    const itself = serviceName(title);
    for (const operation of operations) {
      const service = serviceOf(operation.service ?? itself);
      if (operation.service === undefined && description !== undefined) service.settings = { description };
      for (const [name, labels] of this.#eventsOf(operation)) {
        if (operation.action === "send") {
          if (!service.publishes.includes(name)) service.publishes.push(name);
          const draft = this.#events.get(name);
          if (draft && operation.mandatory === false) draft.unroutable = "ignore";
        } else service.consumes.set(name, this.#consumption(operation, name, labels));
      }
    }
    return Object.fromEntries(
      [...services].map(([name, { settings, publishes, consumes }]) => [
        name,
        {
          ...settings,
          ...(publishes.length === 0 ? {} : { publishes }),
          ...(consumes.size === 0 ? {} : { consumes: Object.fromEntries(consumes) }),
        },
      ]),
    );
  }

  /** The events of an operation, each with the versions that it names. */
  #eventsOf({ channel, messages, event }: ReadOperation): ReadonlyMap<string, readonly string[]> {
    const keys = messages?.map(({ key }) => key) ?? this.#document.messagesOf.get(channel.key) ?? [];
    const found = new Map<string, string[]>();
    for (const key of keys) {
      const placed = this.#placed.get(key);
      if (placed && (event === undefined || placed.event === event))
        found.set(placed.event, [...(found.get(placed.event) ?? []), placed.label]);
    }
    return found;
  }

  #consumption(operation: ReadOperation, event: string, labels: readonly string[]): JsonObject {
    const { channel, settings, service } = operation;
    const queue = this.#document.channels.find(
      (each): each is ReadQueue => each.kind === "queue" && each.place.key === channel.key,
    );
    const versions = service === undefined ? [...new Set(labels)].sort(compareLabels) : settings["versions"];
    const own = settings["queue"];
    const { queue: _, versions: __, ...rest } = settings;
    const vhost = this.#events.get(event)?.route?.vhost;
    if (queue?.vhost !== undefined && vhost !== undefined && queue.vhost !== vhost)
      queue.place.say(
        "import-not-carried",
        `The queue is in the virtual host ${queue.vhost}, and ${event} in ${vhost}; events are consumed where they are published, so the queue's is not carried over.`,
      );
    return compact({
      versions,
      ...rest,
      queue: queue?.name === undefined ? undefined : { name: queue.name, ...(isObject(own) ? own : {}) },
    });
  }

  #contractSettings(services: Record<string, JsonObject>): Json {
    const { own, messages } = this.#document;
    const { typeNames, ...said } = isObject(own?.contract) ? own.contract : {};
    const names = Object.entries(isObject(typeNames) ? typeNames : {}).flatMap(([reference, name]) => {
      const location = this.#schemas.locationOf(reference, this.#root);
      return location === undefined ? [] : [[location, name] as const];
    });
    const [style = defaultStyle] = [...messages.values()].flatMap(({ label }) => styleOf(label) ?? []);
    const isUniform = [...messages.values()].every(({ label }) => styleOf(label) === style);
    return compact({
      $schema: "../node_modules/rabbitgen/json-schemas/contract.schema.json",
      ...(own || !isUniform || style === defaultStyle ? {} : { versionLabels: style }),
      ...said,
      typeNames: Object.fromEntries(names),
      services,
    });
  }

  /** What an event has if its own settings say nothing. */
  #defaultsOf(
    name: string,
  ): Record<"exchange" | "vhost" | "envelope" | "unroutable" | "writer", Json | undefined> {
    const { own, operations } = this.#document;
    const contract = isObject(own?.contract) ? own.contract : {};
    const services = isObject(own?.services) ? own.services : {};
    const { exchange, vhost, envelope = "headers", unroutable = "error", writer = "closed" } = contract;
    const whole = typeof exchange === "string" ? { name: exchange, type: "topic" } : exchange;
    const hosts = operations
      .filter(({ action, event }) => action === "send" && event === name)
      .flatMap(({ service = "" }) => {
        const settings = Object.hasOwn(services, service) ? services[service] : undefined;
        return isObject(settings) && settings["vhost"] !== undefined
          ? [[service, settings["vhost"]] as const]
          : [];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      exchange: isObject(whole) ? { type: "topic", ...whole } : { name: "events", type: "topic" },
      vhost: hosts[0]?.[1] ?? vhost,
      envelope,
      unroutable,
      writer,
    };
  }
}

function newDraft(name: string): Draft {
  return {
    name,
    folder: name.replaceAll(".", "/"),
    versions: new Map(),
    route: undefined,
    unroutable: undefined,
  };
}

function isReference({ value }: Place): boolean {
  return isObject(value) && typeof value["$ref"] === "string" && Object.keys(value).length === 1;
}

function isSameRoute(a: ReadRoute, b: ReadRoute): boolean {
  return (
    isEqual((a.exchange ?? null) as Json, (b.exchange ?? null) as Json) &&
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

/** A service's name made of a document's title. */
function serviceName(title: string): string {
  return eventName(title.trim().toLowerCase().replace(/\s+/g, "-")).slice(0, 200);
}

/** Equal as JSON, whatever the order of members. */
function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((each) => sorted(each as Json) as Json);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as Json;
}
