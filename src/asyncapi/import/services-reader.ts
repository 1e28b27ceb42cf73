import { isObject, type JsonObject } from "../../contract/json.js";
import { compareLabels } from "../../contract/version-label.js";
import { compact } from "../compact.js";
import type { EventDraft, PlacedMessage } from "./event-draft.js";
import { eventName } from "./event-names.js";
import type { ReadQueue } from "./read-channel.js";
import type { ReadDocument } from "./read-document.js";
import type { ReadOperation } from "./read-operation.js";

/** A service on its way. */
interface ServiceDraft {
  settings: JsonObject;
  readonly publishes: string[];
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
}

/** A service's name made of a document's title. */
function serviceName(title: string): string {
  return eventName(title.trim().toLowerCase().replace(/\s+/g, "-")).slice(0, 200);
}
