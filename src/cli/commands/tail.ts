import { Command } from "commander";
import { urlHelp, wholeNumber, withBrokerOptions } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import type { TailFlags } from "../tail-events.js";

/** `rabbitgen tail`: events as they are published. */
export function tailCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("tail")
    .summary("watch events as they are published")
    .description(
      "Shows events as they are published, through a temporary queue, so consumers miss nothing. Each event is validated " +
        "as a consumer would.",
    )
    .argument("[event...]", "events to watch (default: all events of the contract)")
    .option("--max <n>", "stop after this number of messages", wholeNumber)
    .option("--body", "show message bodies", false)
    .option("--json", "print one line of JSON per message", false);
  return withBrokerOptions(command)
    .addHelpText("after", examples + urlHelp)
    .action(async (events: readonly string[], flags: TailFlags) => {
      const { tailEvents } = await import("../tail-events.js");
      end(await tailEvents(io, events, flags));
    });
}

const examples = `
At most 1,000 messages wait at the broker for this command; beyond that the oldest are skipped, and their number is printed on
standard error. Stops on Ctrl-C, on SIGTERM, or when its output is closed.

Examples:
  $ rabbitgen tail
  $ rabbitgen tail order_paid order_placed --body
  $ rabbitgen tail order_paid --json | jq -c 'select(.valid | not)'

Exit codes: 0 stopped as requested; 2 failed.
`;
