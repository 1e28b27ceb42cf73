import { emptyTable, type FieldTable, textOf } from "../protocol/field-value.js";
import { plainTable } from "../protocol/plain-values.js";
import type { PlainTable } from "../views.js";

/** What a client says of itself in the handshake. */
export class Client {
  user = "";
  table: FieldTable = emptyTable;

  get name(): string {
    return textOf(this.table.get("connection_name")) ?? "";
  }

  get properties(): PlainTable {
    return plainTable(this.table);
  }

  can(capability: string): boolean {
    const capabilities = this.table.get("capabilities");
    return capabilities?.type === "table" && capabilities.value.get(capability)?.value === true;
  }
}
