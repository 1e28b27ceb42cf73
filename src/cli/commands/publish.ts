import { Command, InvalidArgumentError, Option } from "commander";
import { collect, urlHelp, wholeNumber, withBrokerOptions } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import { onlyOnce } from "../only-once.js";
import type { PublishFlags } from "../publish-messages.js";

/** `rabbitgen publish`: puts events on the wire as their publisher would. */
export function publishCommand(io: Io, end: (code: ExitCode) => void): Command {
  const command = new Command("publish")
    .summary("publish events as their publisher would")
    .description(
      "Validates events as their publisher does, and publishes them to a running broker: persistent, mandatory, confirmed.",
    )
    .argument("<event>", "the event's name, such as order_paid")
    .argument("<version>", "its version, such as v1")
    .argument(
      "[file]",
      "JSON file with one message, or one message per line; - or nothing for standard input",
    )
    .option("--sample", "publish generated events, as `rabbitgen sample` prints them, instead of a file")
    .option("--seed <n>", "another number gives other samples (default: 1)", wholeNumber)
    .option(
      "--service <name>",
      "publishing service (app_id); default: the only service that publishes the event",
      onlyOnce("--service"),
    )
    .option(
      "--count <n>",
      "number of messages to publish, cycling through the file (default: each message once)",
      wholeNumber,
    )
    .option("--header <name=value>", "header to set on each message; may be repeated", collect, [])
    .option(
      "--routing-key <name=value>",
      "value of a routing-key placeholder that the message does not contain; may be repeated",
      collect,
      [],
    )
    .option("--rate <n>", "maximum messages per second", rate);
  return withBrokerOptions(command)
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples + urlHelp)
    .action(async (event: string, version: string, file: string | undefined, flags: PublishFlags) => {
      const { publishMessages } = await import("../publish-messages.js");
      end(await publishMessages(io, event, version, file, flags));
    });
}

function rate(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) throw new InvalidArgumentError("a number above 0");
  return number;
}

const examples = `
Nothing is published unless every message is valid. Each message gets its own message_id.

Examples:
  $ rabbitgen publish order_paid v2 message.json
  $ jq -c '.[]' orders.json | rabbitgen publish order_paid v2 -
  $ rabbitgen publish order_paid v2 message.json --count 10000 --rate 200
  $ rabbitgen publish order_paid v2 --sample --count 100

Exit codes: 0 the broker confirmed every message; 1 a message is not valid, or reached no queue; 2 the command failed.
`;
