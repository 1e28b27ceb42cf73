import { Command } from "commander";
import { urlHelp, wholeNumber, withBrokerOptions } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import type { TailFlags } from "../tail-events.js";

/** `rabbitgen tail`: events as they are published. */
export function tailCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("tail")
    .summary("watch events as they are published")
    .description(
      "Shows events as they are published, through a queue of its own that goes when it ends: no consumer misses a message " +
        "for it. Each is checked as a consumer would check it.",
    )
    .argument("[event...]", "events to watch; default: all of the contract")
    .option("--max <n>", "end after so many messages", wholeNumber)
    .option("--body", "show the bodies", false)
    .option("--json", "one line of JSON for each message", false);
  return withBrokerOptions(command)
    .addHelpText("after", examples + urlHelp)
    .action(async (events: readonly string[], flags: TailFlags) => {
      const { tailEvents } = await import("../tail-events.js");
      end(await tailEvents(io, events, flags));
    });
}

const examples = `
At most 1,000 messages wait for this command at the broker; of more, the oldest are skipped, and their number is printed on
standard error. Ends with Ctrl-C, SIGTERM, or when nobody reads its output any more.

Examples:
  $ rabbitgen tail
  $ rabbitgen tail order_paid order_placed --body
  $ rabbitgen tail order_paid --json | jq -c 'select(.valid | not)'

Exit codes: 0 ended as it was asked to; 2 it could not go on.
`;
