import { Command, Option } from "commander";
import type { ImportFlags } from "../import-asyncapi.js";
import type { ExitCode, Io } from "../io.js";

/** `rabbitgen import`: a contract from what a team has already. */
export function importCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("import")
    .summary("create a schemas folder from an AsyncAPI document")
    .description("Creates a schemas folder from a document that already describes the events.")
    .addHelpText("after", "\nExample:\n  $ rabbitgen import asyncapi asyncapi.yaml\n")
    .addCommand(asyncApiCommand(io, end));
}

function asyncApiCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("asyncapi")
    .summary("from an AsyncAPI 2 or 3 document, JSON or YAML")
    .description(
      "Writes contract.json, an event folder for each kind of message, and the definitions that they share. Lists everything\n" +
        "that it cannot import, with its place in the document.",
    )
    .argument("<file>", "the document; references are resolved in its folder only")
    .option("-o, --out <dir>", "folder to write to; must be empty or not exist", "schemas")
    .addOption(new Option("--format <format>", "how to report").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (file: string, flags: ImportFlags) => {
      const { importAsyncApi } = await import("../import-asyncapi.js");
      end(await importAsyncApi(io, file, flags));
    });
}

const examples = `
A message becomes a version of the event that its name gives: \`order_paid.v2\`, or order_paid with a content type with
version=v2; without either it is v1. The document's application becomes a service, which publishes what it
sends and consumes what it receives; AMQP bindings of channels give exchanges, routing keys and queues.

Examples:
  $ rabbitgen import asyncapi docs/asyncapi.yaml
  $ rabbitgen import asyncapi asyncapi.json --out imported --format json

Exit codes: 0 everything imported; 1 written, with a list of what was not; 2 nothing written: the document is not valid,
or the folder is not empty.
`;
