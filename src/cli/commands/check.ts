import { Command, Option } from "commander";
import type { CheckFlags } from "../check-messages.js";
import type { ExitCode, Io } from "../io.js";

/** `rabbitgen check`: does this message fit that version of that event? */
export function checkCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("check")
    .summary("validate messages against a version of an event")
    .description("Validates JSON messages against one version of an event, as its consumers do.")
    .argument("<event>", "the event's name, such as order_paid")
    .argument("<version>", "its version, such as v1")
    .argument("<file...>", "JSON files, one message each; - is standard input")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addOption(
      new Option("--as <role>", "whose rules to apply: a publisher may not send undeclared properties either")
        .choices(["consumer", "publisher"])
        .default("consumer"),
    )
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (event: string, version: string, files: readonly string[], flags: CheckFlags) => {
      const { checkMessages } = await import("../check-messages.js");
      end(await checkMessages(io, event, version, files, flags));
    });
}

const examples = `
Examples:
  $ rabbitgen check order_paid v2 message.json
  $ rabbitgen check order_paid v2 dead-letters/*.json --as publisher
  $ curl -s …/queues/… | jq '.[0].payload | fromjson' | rabbitgen check order_paid v2 -

Exit codes: 0 all messages are valid; 1 some are not; 2 unknown event or file, or the schemas have errors.
`;
