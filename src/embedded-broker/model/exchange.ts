import { type FieldTable, textOf } from "../protocol/field-value.js";
import { plainTable } from "../protocol/plain-values.js";
import type { ExchangeView } from "../views.js";
import { type Binding, bindingKey } from "./binding.js";
import { type Matcher, matchers } from "./matcher.js";

export interface ExchangeDefinition {
  readonly name: string;
  /** A key of `matchers`. */
  readonly type: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: FieldTable;
}

/** An exchange with the bindings to what it routes to. */
export class Exchange {
  readonly kind = "exchange";
  readonly definition: ExchangeDefinition;
  readonly matcher: Matcher;
  /** The exchange that gets what it has no binding for. */
  readonly alternate: string | undefined;
  /** Bindings of which it is the source, by `bindingKey`. */
  readonly outgoing = new Map<string, Binding>();
  /** Bindings of which it is the destination. */
  readonly incoming = new Set<Binding>();

  constructor(definition: ExchangeDefinition) {
    this.definition = definition;
    this.alternate = textOf(definition.arguments.get("alternate-exchange"));
    this.matcher = (matchers[definition.type] as () => Matcher)();
  }

  get name(): string {
    return this.definition.name;
  }

  view(): ExchangeView {
    return { ...this.definition, arguments: plainTable(this.definition.arguments) };
  }

  /** False if there is an equal one. */
  addBinding(binding: Binding): boolean {
    const key = bindingKey(binding);
    if (this.outgoing.has(key)) return false;
    this.outgoing.set(key, binding);
    binding.destination.incoming.add(binding);
    this.matcher.add(binding);
    return true;
  }

  /** Undefined if there is no such binding. */
  removeBinding(wanted: Omit<Binding, "source">): Binding | undefined {
    const key = bindingKey(wanted);
    const binding = this.outgoing.get(key);
    if (binding === undefined) return undefined;
    this.outgoing.delete(key);
    binding.destination.incoming.delete(binding);
    this.matcher.remove(binding);
    return binding;
  }
}
