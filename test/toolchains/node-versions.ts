import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./case.js";
import { compile, expectRoundTrip, makeProject } from "./make-project.js";
import { run } from "./run.js";
import type { Workshop } from "./workshop.js";

/** Each supported Node generates the SDK, and runs it once it is compiled. */
export function nodeCases(workshop: Workshop): readonly Case[] {
  return ["20", "22", "24"].map((version) => ({
    name: `Node ${version}`,
    run: () => {
      const node = nodeExecutable(workshop, version);
      const answer = run(".", node, ["--version"]);
      if (!answer.startsWith(`v${version}.`)) throw new Error(`${node} is Node ${answer}`);
      const folder = makeProject(workshop, { packages: { typescript: "typescript-7" } });
      const schemas = join(workshop.installed, "schemas");
      const generate = ["node_modules/rabbitgen/dist/src/bin.js", "generate", "--schemas", schemas];
      run(folder, node, [...generate, "--check"]);
      compile(folder, { module: "nodenext", strict: true });
      expectRoundTrip(folder, ["build/main.js"], node);
    },
  }));
}

/** Where the executable of a Node is that was installed as a package. */
export function nodeExecutable({ installed }: Workshop, version: string): string {
  const folder = join(installed, "node_modules", `node-${version}`, "bin");
  const [path] = ["node", "node.exe"].map((name) => join(folder, name)).filter(existsSync);
  if (path === undefined) throw new Error(`Node ${version} is not installed`);
  return path;
}
