import { Command, Option } from "commander";
import { urlHelp, withBrokerOptions } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import type { QueuesFlags } from "../survey.js";

/** `rabbitgen queues`: what should be there, and what is. */
export function queuesCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("queues")
    .summary("compare a broker's queues with contract.json")
    .description(
      "Shows the queues that contract.json leads to, with what is in them, and finds missing ones and orphans.",
    )
    .option(
      "--management <url>",
      "the management API, http://user:password@host:15672; better in RABBITGEN_MANAGEMENT_URL",
    );
  return withBrokerOptions(command)
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples + urlHelp)
    .action(async (flags: QueuesFlags) => {
      const { surveyQueues } = await import("../survey.js");
      end(await surveyQueues(io, flags));
    });
}

const examples = `
AMQP cannot list queues, and does not say how many messages consumers have in hand. Without the management API each queue
is asked for by its name, also those that usual delays of former times would have left; with it all are listed.

Examples:
  $ rabbitgen queues
  $ rabbitgen queues --management http://monitor:secret@localhost:15672 --format json

Exit codes: 0 all is there; 1 a queue is missing, is an orphan, or has messages and no consumer; 2 the broker cannot be asked.
`;
