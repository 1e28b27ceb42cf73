import { tmpdir } from "node:os";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { commands } from "../../src/cli/commands/index.js";
import type { Io } from "../../src/cli/io.js";
import { runCli } from "../support/run-cli.js";

/** A command and its subcommands, each as the words to call it by. */
function callsOf(command: Command, before: readonly string[] = []): string[][] {
  const call = [...before, command.name()];
  return [call, ...command.commands.flatMap((each) => callsOf(each, call))];
}

const calls = commands({} as Io, () => {}).flatMap((command) => callsOf(command));

test.each([[], ...calls].map((call) => [call.join(" "), call] as const))(
  "the help of `rabbitgen %s` consists of lists and whole sentences",
  async (_, call) => {
    const { code, out } = await runCli(tmpdir(), [...call, "--help"]);
    expect(code).toBe(0);
    const withoutLists = out.replaceAll(/:\n(?: {2,}.*\n)+/g, ".\n");
    const [usage = "", ...blocks] = withoutLists.trim().split(/\n\s*\n/);
    expect(usage).toMatch(/^Usage: rabbitgen/);
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks.filter((block) => !/[.?!]$/.test(block))).toEqual([]);
  },
);

test.each(calls.map((call) => [call.join(" "), call] as const))(
  "`rabbitgen help %s` prints the help of that command",
  async (_, call) => {
    const { code, out } = await runCli(tmpdir(), ["help", ...call]);
    expect({ code, out }).toEqual({ code: 0, out: (await runCli(tmpdir(), [...call, "--help"])).out });
    expect(out).toMatch(new RegExp(`^Usage: rabbitgen ${call.join(" ")}\\b`));
  },
);

test("help for an unknown command names the command", async () => {
  const { code, err } = await runCli(tmpdir(), ["help", "dead", "list", "nope"]);
  expect(code).toBe(2);
  expect(err).toContain("unknown command 'dead list nope'");
});
