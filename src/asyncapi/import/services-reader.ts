import { appendTo } from "../../code/append-to.js";
import { compareLabels } from "../../contract/version-label.js";
import { isObject, type Json, type JsonObject } from "../../json/json.js";
import { compact } from "../compact.js";
import { equalJson } from "./equal-json.js";
import type { EventDraft, PlacedMessage } from "./event-draft.js";
import { eventName } from "./event-names.js";
import type { ReadQueue, ReadRoute } from "./read-channel.js";
import type { ReadDocument } from "./read-document.js";
import type { ReadOperation } from "./read-operation.js";

/** A service on its way. */
interface ServiceDraft {
  settings: JsonObject;
  /** The versions that it sends of each event; `undefined`: it does not name them. */
  readonly publishes: Map<string, readonly string[] | undefined>;
  readonly consumes: Map<string, JsonObject>;
}

/** The services of a document: those that our own export names, else its one application. */
export class ServicesReader {
  readonly #document: ReadDocument;
  readonly #events: ReadonlyMap<string, EventDraft>;
  readonly #placed: ReadonlyMap<string, PlacedMessage>;

  constructor(
    document: ReadDocument,
    events: ReadonlyMap<string, EventDraft>,
    placed: ReadonlyMap<string, PlacedMessage>,
  ) {
    this.#document = document;
    this.#events = events;
    this.#placed = placed;
  }

  /** As `contract.json` has them; an event that is sent as not mandatory is noted to be ignored where no queue takes it. */
  services(): Record<string, JsonObject> {
    const { own, title, description, operations } = this.#document;
    const services = new Map<string, ServiceDraft>();
    const serviceOf = (name: string): ServiceDraft => {
      const service: ServiceDraft = services.get(name) ?? {
        settings: {},
        publishes: new Map(),
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
          this.#publish(service, operation, name, labels);
          const draft = this.#events.get(name);
          if (draft && operation.mandatory === false) draft.unroutable = "ignore";
        } else this.#consume(service, operation, name, labels);
      }
    }
    return Object.fromEntries(
      [...services].map(([name, { settings, publishes, consumes }]) => [
        name,
        {
          ...settings,
          ...(publishes.size === 0 ? {} : { publishes: this.#published(publishes) }),
          ...(consumes.size === 0 ? {} : { consumes: Object.fromEntries(consumes) }),
        },
      ]),
    );
  }

  #publish(service: ServiceDraft, operation: ReadOperation, event: string, labels: readonly string[]): void {
    const isQueue = this.#document.channels.some(
      ({ kind, place }) => kind === "queue" && place.key === operation.channel.key,
    );
    if (isQueue)
      operation.place.say(
        "import-not-carried",
        `${event} is sent to a queue, but the events of a contract are sent to an exchange, so the queue is not imported.`,
      );
    const own = operation.settings["versions"] as readonly string[] | undefined;
    const versions = operation.service === undefined ? labels : own;
    const before = service.publishes.get(event) ?? [];
    service.publishes.set(event, versions && [...new Set([...before, ...versions])].sort(compareLabels));
  }

  /** The versions of each event, so that a later one is not published yet; names of events where our own export has them. */
  #published(publishes: ServiceDraft["publishes"]): Json {
    const all = [...publishes].map(([event, versions]) => {
      const known = [...(this.#events.get(event)?.versions.keys() ?? [])].sort(compareLabels);
      return {
        event,
        versions: versions ?? known,
        isSome: versions !== undefined && versions.length < known.length,
      };
    });
    const isNamed =
      this.#document.own === undefined || [...publishes.values()].some((each) => each !== undefined);
    return isNamed || all.some(({ isSome }) => isSome)
      ? Object.fromEntries(all.map(({ event, versions }) => [event, versions]))
      : all.map(({ event }) => event);
  }

  /** An event that is received twice has the versions of both, and the queue of the first. */
  #consume(service: ServiceDraft, operation: ReadOperation, event: string, labels: readonly string[]): void {
    const made = this.#consumption(operation, event, labels);
    const before = service.consumes.get(event);
    if (before === undefined) {
      service.consumes.set(event, made);
      return;
    }
    const versions = [before, made].flatMap((each) => (each["versions"] ?? []) as readonly string[]);
    const queue = before["queue"] ?? made["queue"];
    service.consumes.set(event, {
      ...before,
      versions: [...new Set(versions)].sort(compareLabels),
      ...(queue === undefined ? {} : { queue }),
    });
    if (made["queue"] !== undefined && !equalJson(made["queue"], queue))
      operation.place.say(
        "import-not-carried",
        `${event} is already received from another queue, and a service has one queue per event, so this queue is not imported.`,
      );
  }

  /** The events of an operation, each with the versions that it names. */
  #eventsOf({ channel, messages, event }: ReadOperation): ReadonlyMap<string, readonly string[]> {
    const keys = messages?.map(({ key }) => key) ?? this.#document.messagesOf.get(channel.key) ?? [];
    const found = new Map<string, string[]>();
    for (const key of keys) {
      const placed = this.#placed.get(key);
      if (placed && (event === undefined || placed.event === event))
        appendTo(found, placed.event, placed.label);
    }
    return found;
  }

  #sourceOf(channel: string): Source {
    const found = this.#document.channels.find(({ place }) => place.key === channel);
    if (found === undefined) return { queue: undefined, pattern: undefined };
    if (found.kind === "queue") return { queue: found, pattern: undefined };
    const { queue, vhost, place, pattern }: ReadRoute = found;
    return { queue: queue === undefined ? undefined : { name: queue, vhost, place }, pattern };
  }

  #consumption(operation: ReadOperation, event: string, labels: readonly string[]): JsonObject {
    const { channel, settings, service } = operation;
    const { queue, pattern } = this.#sourceOf(channel.key);
    const versions = service === undefined ? [...new Set(labels)].sort(compareLabels) : settings["versions"];
    const own = settings["queue"];
    const { queue: _, versions: __, ...rest } = settings;
    const vhost = this.#events.get(event)?.route?.vhost;
    if (queue !== undefined && queue.vhost !== undefined && vhost !== undefined && queue.vhost !== vhost)
      queue.place.say(
        "import-not-carried",
        `The queue is in the virtual host ${queue.vhost}, and ${event} in ${vhost}; events are consumed where they are published, so the queue's virtual host is not imported.`,
      );
    return compact({
      versions,
      ...rest,
      ...(pattern === undefined ? {} : { bind: pattern }),
      queue: queue?.name === undefined ? undefined : { name: queue.name, ...(isObject(own) ? own : {}) },
    });
  }
}

/** The queue that a channel is, or that its binding has beside an exchange, and the pattern that it is bound with. */
interface Source {
  readonly queue: Pick<ReadQueue, "name" | "vhost" | "place"> | undefined;
  readonly pattern: string | undefined;
}

/** A service's name made of a document's title. */
function serviceName(title: string): string {
  return eventName(title.trim().toLowerCase().replace(/\s+/g, "-")).slice(0, 200);
}
