import { Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { SampleFlags } from "../print-samples.js";

/** `rabbitgen sample`: what does an event of this version look like? */
export function sampleCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("sample")
    .summary("generate valid or invalid events of a version, for tests and docs")
    .description(
      "Generates realistic events of one version: its own examples first, then others that its schema allows. Each is " +
        "validated as the publisher's SDK would. The same seed gives the same events on every machine.",
    )
    .argument("<event>", "the event's name, such as order_paid")
    .argument("[version]", "its version, such as v1 (default: the newest)")
    .addOption(
      new Option("-n, --count <number>", "how many (default: 1; with --invalid, all)").argParser(
        wholeFrom(1, MOST),
      ),
    )
    .addOption(
      new Option("--seed <number>", "another number gives other events")
        .default(1)
        .argParser(wholeFrom(0, Number.MAX_SAFE_INTEGER)),
    )
    .option(
      "--invalid",
      "generate events that consumers reject, each because of one keyword, with the reason",
    )
    .option(
      "-o, --out <dir>",
      "write each event to its own file in this folder; existing files are not overwritten",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addOption(
      new Option("--format <format>", "output format: events, one report, or one event per line")
        .choices(["text", "json", "jsonl"])
        .default("text"),
    )
    .addHelpText("after", examples)
    .action(async (event: string, version: string | undefined, flags: SampleFlags) => {
      const { printSamples } = await import("../print-samples.js");
      end(await printSamples(io, event, version, flags));
    });
}

/** Events of one run: more would be a load generator's work. */
const MOST = 10_000;

function wholeFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`Must be a whole number from ${least} to ${most}.`);
    return number;
  };
}

const examples = `
The first event after the schema's own examples has every optional property; later ones omit some. Enum
values, alternatives and lengths change from event to event. Property names matter: an "email" looks like one.

With --invalid, each event breaks exactly one keyword; without that keyword it would be accepted. Keywords that no
event can break alone are listed with the reason.

Examples:
  $ rabbitgen sample order_paid
  $ rabbitgen sample order_paid v2 --count 20 --format jsonl
  $ rabbitgen sample order_paid v2 --count 3 --out schemas/order_paid/examples/v2/valid
  $ rabbitgen sample order_paid v2 --invalid --out schemas/order_paid/examples/v2/invalid

Exit codes: 0 printed or written; 1 no event is valid under the schema; 2 none was found, unknown event, the schemas
have errors, or an output file already exists.
`;
