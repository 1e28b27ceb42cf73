import { Command, Option } from "commander";
import { urlHelp, withBrokerOptions } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import type { QueuesFlags } from "../survey.js";

/** `rabbitgen queues`: what should be there, and what is. */
export function queuesCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("queues")
    .summary("compare a broker's queues with contract.json")
    .description(
      "Shows the queues that contract.json needs and their messages, and finds missing and orphaned queues.",
    )
    .option(
      "--management <url>",
      "management API, http://user:password@host:15672; prefer RABBITGEN_MANAGEMENT_URL",
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
AMQP cannot list queues and does not report unacknowledged messages. Without the management API each queue is checked by
name, including retry queues that common earlier delays would have left behind; with it, all queues are listed.

Examples:
  $ rabbitgen queues
  $ rabbitgen queues --management http://monitor:secret@localhost:15672 --format json

Exit codes: 0 all queues exist; 1 a queue is missing, orphaned, or has messages but no consumer; 2 the broker cannot be queried.
`;
