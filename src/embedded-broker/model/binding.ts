import { ByteWriter } from "../protocol/byte-writer.js";
import { writeTable } from "../protocol/field-table.js";
import type { FieldTable } from "../protocol/field-value.js";
import type { Exchange } from "./exchange.js";
import type { Queue } from "./queue.js";

export type Destination = Queue | Exchange;

/** A binding of a destination to the exchange `source`. */
export interface Binding {
  readonly source: Exchange;
  readonly destination: Destination;
  readonly routingKey: string;
  readonly arguments: FieldTable;
}

/** Equal for bindings that RabbitMQ takes for the same: same destination, key and arguments. */
export function bindingKey({ destination, routingKey, arguments: table }: Omit<Binding, "source">): string {
  const writer = new ByteWriter();
  writeTable(writer, new Map([...table].toSorted(([a], [b]) => (a < b ? -1 : 1))));
  return JSON.stringify([destination.kind, destination.name, routingKey, writer.result().toString("latin1")]);
}
