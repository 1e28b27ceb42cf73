import { parseArgs } from "node:util";

/** What to run, by the command line. */
export interface Choice {
  readonly events: number;
  readonly seed: number;
  readonly rabbitmq4: boolean;
}

/** Reads `--events <n>`, `--seed <n>` and `--rabbitmq4`. Throws for what it does not know. */
export function readArguments(args: readonly string[]): Choice {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: "string", default: "200000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      rabbitmq4: { type: "boolean", default: false },
    },
  });
  const { rabbitmq4 } = values;
  return { events: whole("events", values.events), seed: whole("seed", values.seed), rabbitmq4 };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${name} ${text}: a whole number from 1`);
  return number;
}
