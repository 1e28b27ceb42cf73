import type { Exchange } from "../../runtime/contract/event-version.js";
import type { QueueDeclaration } from "../../runtime/topology/queue-topology.js";
import { compareText } from "../code/compare-text.js";

import type { EventFlow, NeededBinding, NeededExchange, NeededQueue, VhostTopology } from "./topology.js";

/** Collects what there has to be in one virtual host; what several services need is there once. */
export class VhostPlan {
  readonly #name: string;
  readonly #events = new Map<string, { readonly publishers: Set<string>; readonly consumers: Set<string> }>();
  readonly #exchanges = new Map<string, NeededExchange>();
  readonly #queues = new Map<string, NeededQueue>();
  readonly #bindings = new Map<string, NeededBinding>();

  constructor(name: string) {
    this.#name = name;
  }

  event(name: string, does?: { readonly service: string; readonly as: "publishers" | "consumers" }): void {
    const own = this.#events.get(name) ?? { publishers: new Set(), consumers: new Set() };
    this.#events.set(name, own);
    if (does !== undefined) own[does.as].add(does.service);
  }

  exchange({ name, type }: Exchange): void {
    this.#exchanges.set(name, { name, type });
  }

  /** An exchange that others declare, whose type is not known. */
  foreignExchange(name: string): void {
    if (!this.#exchanges.has(name)) this.#exchanges.set(name, { name, type: undefined });
  }

  queue(declaration: QueueDeclaration, more: Pick<NeededQueue, "role" | "isTakenOver">): void {
    this.#queues.set(declaration.name, { ...declaration, ...more });
  }

  bind(binding: NeededBinding): void {
    const { source, destination, routingKey } = binding;
    this.#bindings.set(JSON.stringify([source, destination, routingKey]), binding);
  }

  get finished(): VhostTopology {
    return {
      name: this.#name,
      events: byName([...this.#events].map(([name, flow]) => eventFlow(name, flow))),
      exchanges: byName([...this.#exchanges.values()]),
      queues: byName([...this.#queues.values()]),
      bindings: [...this.#bindings].sort(([a], [b]) => compareText(a, b)).map(([, binding]) => binding),
    };
  }
}

function eventFlow(
  name: string,
  { publishers, consumers }: { readonly publishers: Set<string>; readonly consumers: Set<string> },
): EventFlow {
  return { name, publishers: [...publishers].sort(compareText), consumers: [...consumers].sort(compareText) };
}

function byName<Item extends { readonly name: string }>(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => compareText(a.name, b.name));
}
