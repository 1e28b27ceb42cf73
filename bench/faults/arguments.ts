import { parseArgs } from "node:util";
import { clientNames } from "./clients.js";
import type { Fault } from "./fault.js";
import { faults } from "./faults.js";

/** What to run, by the command line. */
export interface Choice {
  readonly clients: readonly string[];
  readonly faults: readonly Fault[];
  /** Take the broker that the demo would, even when a RabbitMQ 4.0 is at hand. */
  readonly found: boolean;
}

/** Reads `--only <client>`, `--fault <n>` (both may repeat) and `--found`. Throws for what it does not know. */
export function readArguments(args: readonly string[]): Choice {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [] },
      fault: { type: "string", multiple: true, default: [] },
      found: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.find((name) => !clientNames.includes(name));
  if (unknown !== undefined) throw new Error(`--only ${unknown}: there are ${clientNames.join(", ")}`);
  const wrong = values.fault.find((number) => !faults[Number(number) - 1]);
  if (wrong !== undefined) throw new Error(`--fault ${wrong}: there are 1 to ${faults.length}`);
  return {
    clients: clientNames.filter((name) => values.only.length === 0 || values.only.includes(name)),
    faults: faults.filter((_, at) => values.fault.length === 0 || values.fault.map(Number).includes(at + 1)),
    found: values.found,
  };
}
