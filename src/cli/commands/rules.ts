import { Command, Option } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { RulesFlags } from "../show-rules.js";

/** `rabbitgen rules`: what can each command find, and why? */
export function rulesCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("rules")
    .summary("list the rules of all commands, or explain one")
    .description("Lists all rules, or explains one: why it exists, what to do, and examples.")
    .argument("[id]", "a rule, such as vhost-default")
    .addOption(
      new Option("--format <format>", "how to show").choices(["text", "markdown", "json"]).default("text"),
    )
    .action(async (id: string | undefined, flags: RulesFlags) => {
      const { showRules } = await import("../show-rules.js");
      end(showRules(io, id, flags));
    });
}
