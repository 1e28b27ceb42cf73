import { Command, Option } from "commander";
import type { ExitCode, Io } from "../io.js";
import { onlyOnce } from "../only-once.js";
import type { AsyncApiFlags } from "../print-asyncapi.js";

/** `rabbitgen asyncapi`: the contract for tools that read AsyncAPI. */
export function asyncapiCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("asyncapi")
    .summary("print the contract as an AsyncAPI 3.0 document")
    .description(
      "Prints an AsyncAPI 3.0 document with bindings for AMQP 0-9-1: a channel for each event and each queue, a message\n" +
        "for each version, and what each service sends and receives.",
    )
    .option(
      "--service <name>",
      "only what this service of contract.json publishes and consumes",
      onlyOnce("--service"),
    )
    .option("--title <text>", 'the document\'s title (default: the service, or "Events")')
    .option("--release <version>", "the document's own version", "1.0.0")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addOption(new Option("--format <format>", "how to print").choices(["json", "yaml"]).default("json"))
    .addHelpText("after", examples)
    .action(async (flags: AsyncApiFlags) => {
      const { printAsyncApi } = await import("../print-asyncapi.js");
      end(await printAsyncApi(io, flags));
    });
}

const examples = `
Payloads are written in JSON Schema draft-07, as AsyncAPI's own schemas are. What AsyncAPI has no field for, such
as retries, sunsets and owners, is stored in x-rabbitgen, and \`rabbitgen import asyncapi\` reads it back.

Examples:
  $ rabbitgen asyncapi > asyncapi.json
  $ rabbitgen asyncapi --format yaml --service svc-billing --title Billing > billing.asyncapi.yaml

Exit codes: 0 printed; 2 unknown service, or the schemas have errors.
`;
