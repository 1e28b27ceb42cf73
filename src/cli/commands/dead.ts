import { Command, Option } from "commander";
import { collect, urlHelp, wholeNumber, withBrokerOptions } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import type { DropFlags, ListFlags, ReplayFlags, ShowFlags } from "../run-dead.js";

/** `rabbitgen dead`: what consumers could not handle, and what becomes of it. */
export function deadCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("dead")
    .summary("list, show, replay or drop dead letters")
    .description(
      "Works on the dead-letter queues of all services in contract.json, in every virtual host of a running broker.",
    )
    .addHelpText("after", deadExamples)
    .addCommand(listCommand(io, end))
    .addCommand(showCommand(io, end))
    .addCommand(replayCommand(io, end))
    .addCommand(dropCommand(io, end));
}

function listCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("list")
    .summary("count dead letters by queue, reason, event, version and age")
    .description(
      "Counts dead letters by queue, reason, event and version. With --ids, lists each one. Messages stay in their queues.",
    )
    .option("--ids", "list each dead letter with its message id", false)
    .option("--max <n>", "messages to read from each queue", wholeNumber, 10_000);
  return selecting(withBrokerOptions(command))
    .addHelpText("after", listExamples + urlHelp)
    .action(async (flags: ListFlags) => {
      const { listDeadLetters } = await import("../run-dead.js");
      end(await listDeadLetters(io, flags));
    });
}

function showCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("show")
    .summary("show one dead letter: reason, error, failing places, body")
    .description(
      "Shows the first dead letter that matches, and the ids of others. The messages stay in their queues.",
    )
    .argument("[id]", "its message_id");
  return selecting(withBrokerOptions(command))
    .addHelpText("after", showExamples + urlHelp)
    .action(async (id: string | undefined, flags: ShowFlags) => {
      const { showDeadLetter } = await import("../run-dead.js");
      end(await showDeadLetter(io, id, flags));
    });
}

function replayCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("replay")
    .summary("return dead letters to the queue that they came from")
    .description(
      "Returns dead letters to the queue that they came from, with a fresh count of attempts. Each is published with " +
        "a confirm and then acknowledged, so an interruption loses no message. Messages that the current schemas would " +
        "reject again are reported and stay.",
    )
    .option("--max <n>", "maximum number of messages to replay", wholeNumber)
    .option("--dry-run", "show what would be replayed, without replaying", false)
    .option("--force", "also replay messages that would be dead-lettered again", false);
  return selecting(withBrokerOptions(command))
    .addHelpText("after", replayExamples + urlHelp)
    .action(async (flags: ReplayFlags) => {
      const { replayDeadLetters } = await import("../run-dead.js");
      end(await replayDeadLetters(io, flags));
    });
}

function dropCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("drop")
    .summary("delete dead letters, optionally saving them to a file first")
    .description("Deletes dead letters. Asks for confirmation on a terminal.")
    .option("--max <n>", "maximum number of messages to drop", wholeNumber)
    .option("--save <file>", "write them to this new file first, one line of JSON each")
    .option("--yes", "skip the confirmation", false);
  return selecting(withBrokerOptions(command))
    .addHelpText("after", dropExamples + urlHelp)
    .action(async (flags: DropFlags) => {
      const { dropDeadLetters } = await import("../run-dead.js");
      end(await dropDeadLetters(io, flags));
    });
}

/** The options that select dead letters; each may be repeated. */
function selecting(command: Command): Command {
  return command
    .option("--queue <name>", "only this queue, by its name or its dead-letter queue's name", collect, [])
    .option("--service <name>", "only queues of this service", collect, [])
    .option("--reason <reason>", "only this reason, such as schema-violation", collect, [])
    .option("--event <event>", "only this event", collect, [])
    .option("--version <version>", "only this version, such as v1", collect, [])
    .option("--id <message_id>", "only the message with this id", collect, [])
    .option(
      "--since <moment>",
      "only dead letters since then: 30m, 12h, 7d, or a date such as 2026-11-24T21:30:00Z",
    )
    .option(
      "--before <moment>",
      "only dead letters before then, such as the deployment of a fix; as for --since",
    )
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"));
}

const deadExamples = `
Examples:
  $ rabbitgen dead list
  $ rabbitgen dead show --reason schema-violation
  $ rabbitgen dead replay --reason attempts-exhausted --since 12h --dry-run
  $ rabbitgen dead replay --before 2026-11-24T21:30:00Z
  $ rabbitgen dead drop --event order_paid --version v1 --save order_paid.jsonl
`;

const listExamples = `
A message without an id cannot be selected by --id: narrow it down with --queue, --reason, --since and --before.

Reasons come from the header rabbitgen-reason; broker:delivery_limit, broker:expired and so on mark messages that
RabbitMQ dead-lettered itself.

Exit codes: 0 the queues were read; 2 they could not be read.
`;

const showExamples = `
Exit codes: 0 shown; 1 no dead letter matches; 2 the queues could not be read.
`;

const replayExamples = `
Exit codes: 0 all matching dead letters were replayed; 1 some were not; 2 the command failed.
`;

const dropExamples = `
Exit codes: 0 dropped, or nothing matched; 2 not dropped.
`;
