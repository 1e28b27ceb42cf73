import type { FieldTable } from "../protocol/field-value.js";

/** How a queue was declared. */
export interface QueueDefinition {
  readonly name: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  /** The connection that alone may use an exclusive queue. */
  readonly owner: object | undefined;
  readonly arguments: FieldTable;
}
