import { Command, Option } from "commander";
import { collect, urlHelp, wholeNumber, withBrokerOptions } from "../broker-options.js";
import type { DropFlags, ListFlags, ReplayFlags, ShowFlags } from "../dead-letters.js";
import type { ExitCode, Io } from "../io.js";

/** `rabbitgen dead`: what consumers could not handle, and what becomes of it. */
export function deadCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("dead")
    .summary("list, show, replay or drop dead letters")
    .description(
      "Works on the dead-letter queues of all services in contract.json, in every virtual host, on a running broker.",
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
      "Counts dead letters by queue, reason, event and version. They are looked at and stay where they are.",
    )
    .option("--max <n>", "messages to look at in each queue", wholeNumber, 10_000);
  return selecting(withBrokerOptions(command))
    .addHelpText("after", listExamples + urlHelp)
    .action(async (flags: ListFlags) => {
      const { listDeadLetters } = await import("../dead-letters.js");
      end(await listDeadLetters(io, flags));
    });
}

function showCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("show")
    .summary("show one dead letter: reason, error, failing places, body")
    .description("Shows the first dead letter that is selected, which stays where it is.")
    .argument("[id]", "its message_id");
  return selecting(withBrokerOptions(command))
    .addHelpText("after", showExamples + urlHelp)
    .action(async (id: string | undefined, flags: ShowFlags) => {
      const { showDeadLetter } = await import("../dead-letters.js");
      end(await showDeadLetter(io, id, flags));
    });
}

function replayCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("replay")
    .summary("take dead letters back to the queue that they came from")
    .description(
      "Takes dead letters back to the queue that they came from, where their attempts start again. Each is published with " +
        "a confirm and acknowledged then, so that an interruption at any moment loses none. Those that today's schemas would " +
        "make dead letters again are reported and stay.",
    )
    .option("--max <n>", "messages to replay, in all", wholeNumber)
    .option("--dry-run", "say what would be replayed, and replay nothing", false)
    .option("--force", "replay also what would be a dead letter again", false);
  return selecting(withBrokerOptions(command))
    .addHelpText("after", replayExamples + urlHelp)
    .action(async (flags: ReplayFlags) => {
      const { replayDeadLetters } = await import("../dead-letters.js");
      end(await replayDeadLetters(io, flags));
    });
}

function dropCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("drop")
    .summary("delete dead letters, after keeping them in a file")
    .description("Deletes dead letters. Asks before, on a terminal.")
    .option("--max <n>", "messages to drop, in all", wholeNumber)
    .option(
      "--save <file>",
      "write them there first, one line of JSON each; a file that exists is not overwritten",
    )
    .option("--yes", "do not ask", false);
  return selecting(withBrokerOptions(command))
    .addHelpText("after", dropExamples + urlHelp)
    .action(async (flags: DropFlags) => {
      const { dropDeadLetters } = await import("../dead-letters.js");
      end(await dropDeadLetters(io, flags));
    });
}

/** The options that select dead letters; each may be repeated. */
function selecting(command: Command): Command {
  return command
    .option("--queue <name>", "only of this queue, by its name or its dead-letter queue's", collect, [])
    .option("--service <name>", "only of this service's queues", collect, [])
    .option("--reason <reason>", "only with this reason, such as schema-violation", collect, [])
    .option("--event <event>", "only of this event", collect, [])
    .option("--version <version>", "only of this version, such as v1", collect, [])
    .option("--id <message_id>", "only the message with this id", collect, [])
    .option("--since <moment>", "only what died since: 30m, 12h, 7d, or a date such as 2026-11-24T21:30:00Z")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"));
}

const deadExamples = `
Examples:
  $ rabbitgen dead list
  $ rabbitgen dead show --reason schema-violation
  $ rabbitgen dead replay --reason attempts-exhausted --since 12h --dry-run
  $ rabbitgen dead drop --event order_paid --version v1 --save order_paid.jsonl
`;

const listExamples = `
Reasons are those of the header rabbitgen-reason; broker:delivery_limit, broker:expired and the like are for messages that
RabbitMQ moved there itself.

Exit codes: 0 the queues were read; 2 they could not be.
`;

const showExamples = `
Exit codes: 0 shown; 1 no dead letter is selected; 2 the queues could not be read.
`;

const replayExamples = `
Exit codes: 0 all that was selected is replayed; 1 some are not; 2 the work could not be done.
`;

const dropExamples = `
Exit codes: 0 dropped, or nothing was selected; 2 not dropped.
`;
