import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { printable } from "../../src/code/printable.js";
import { shellQuote } from "../../src/code/shell-quote.js";
import { definitions } from "../../src/topology/definitions.js";
import { rabbitmqctlScript } from "../../src/topology/rabbitmqctl-script.js";
import { routedFamilies } from "../../src/topology/routed-families.js";
import { hclQuote, terraform } from "../../src/topology/terraform.js";
import type { Topology } from "../../src/topology/topology.js";
import { topologyOf } from "../../src/topology/topology-of.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { contractOf, hostileFiles, hostileTexts, keyOf } from "./hostile-contract.js";

const formats = { definitions, rabbitmqctl: rabbitmqctlScript, terraform };

const known = new Map<string, Promise<Topology>>();

/** What a contract needs in which everything is called so. */
function hostile(text: string): Promise<Topology> {
  const topology =
    known.get(text) ??
    contractOf(hostileFiles(text)).then((contract) =>
      topologyOf(contract, routedFamilies(contract), { delays: [1_000] }),
    );
  known.set(text, topology);
  return topology;
}

/** A call of a program: its arguments, and what it read. */
interface Call {
  readonly argv: readonly string[];
  readonly input: string;
}

/** Runs a script with a `rabbitmqctl` that notes how it is called, and has no user yet. */
function run(script: string): readonly Call[] {
  const folder = tempFolder({
    "script.sh": script,
    "bin/rabbitmqctl": `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require("node:fs");
const argv = process.argv.slice(2);
const input = argv[0] === "import_definitions" ? readFileSync(0, "utf8") : "";
appendFileSync(${JSON.stringify("calls")}, JSON.stringify({ argv, input }) + "\\n");
process.exit(argv.includes("list_user_permissions") ? 1 : 0);
`,
  });
  chmodSync(join(folder, "bin/rabbitmqctl"), 0o755);
  const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"]}` };
  execFileSync("bash", ["script.sh"], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  return calls.map((line) => JSON.parse(line) as Call);
}

/** The value of a string of HCL's native syntax without templates; throws for what begins one. */
function hclValue(literal: string): string {
  const text = literal.slice(1, -1);
  if (/[$%]\{/.test(text)) throw new Error(`${literal} has a template`);
  if (/(?<!\\)(?:\\\\)*"/.test(text)) throw new Error(`${literal} ends early`);
  return text.replace(
    /\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
    (_, short, four, eight, strange) => {
      if (strange !== undefined) throw new Error(`${literal} has \\${strange}, which HCL lacks`);
      if (short !== undefined) return { n: "\n", r: "\r", t: "\t" }[short as string] ?? short;
      return String.fromCodePoint(Number.parseInt(four ?? eight, 16));
    },
  );
}

test.skipIf(process.platform === "win32").each(hostileTexts)("%s is one word for a shell", (text) => {
  const words = [text, `\n${text}`, `${text}'`, `${text}\u0007`];
  const folder = tempFolder();
  writeFiles(folder, { "s.sh": `printf '%s\\0' ${words.map(shellQuote).join(" ")}\n` });
  const printed = execFileSync("bash", [join(folder, "s.sh")], { encoding: "utf8" });
  expect(printed.split("\0").slice(0, -1)).toEqual(words);
});

test.each(hostileTexts)("%s is one string of HCL", (text) => {
  for (const each of [text, `\n${text}\t\b\f`, `$${text}`, `%${text}`, `${text}{`])
    expect(hclValue(hclQuote(each))).toBe(each);
});

describe.each(hostileTexts)("names that are %s", (text) => {
  test("come out of definitions as they are", async () => {
    const topology = await hostile(text);
    const read = JSON.parse(definitions(topology)) as Record<string, { name: string }[]>;
    expect(read["vhosts"]).toEqual([{ name: text }]);
    expect(read["users"]?.map(({ name }) => name).sort()).toEqual([`\n${text}\n`, text].sort());
    expect(read["queues"]?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([text, `${text}.dead`, `${text}.retry.1000`]),
    );
    expect(read["bindings"]).toContainEqual(
      expect.objectContaining({ source: text, destination: text, routing_key: keyOf(text), vhost: text }),
    );
  });

  test.skipIf(process.platform === "win32")("reach rabbitmqctl as they are", async () => {
    const topology = await hostile(text);
    const [imported, ...calls] = run(rabbitmqctlScript(topology));
    const only = ["vhosts", "exchanges", "queues", "bindings"] as const;
    expect(JSON.parse(imported?.input ?? "")).toEqual(JSON.parse(definitions(topology, { only })));
    expect(calls.map(({ argv }) => argv)).toEqual(
      topology.users.flatMap(({ name, permissions, topicPermissions }) => [
        ["--silent", "list_user_permissions", "--", name],
        ["add_user", "--", name],
        ...permissions.map((own) => [
          ...["set_permissions", `--vhost=${own.vhost}`, "--", name],
          ...[own.configure, own.write, own.read],
        ]),
        ...topicPermissions.map((own) => [
          ...["set_topic_permissions", `--vhost=${own.vhost}`, "--", name],
          ...[own.exchange, own.write, own.read],
        ]),
      ]),
    );
  });

  test("come out of Terraform's resources as they are", async () => {
    const code = terraform(await hostile(text)).replace(/^#.*$/gm, "");
    const literals = [...code.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([literal]) => literal);
    const values = literals.map(hclValue);
    for (const name of [text, `\n${text}\n`, `${text}.dead`, `${text}.retry.1000`])
      expect(values).toContain(name);
  });

  test.each(Object.entries(formats))("and what is printed is what is written, in %s", async (_, render) => {
    const rendered = render(await hostile(text));
    expect(printable(rendered, { color: false })).toBe(rendered);
    expect(rendered.split("\n").filter((line) => /^\s*::/.test(line))).toEqual([]);
  });

  test("and the permissions match no other name", async () => {
    const topology = await hostile(text);
    const names = [text, `${text}.dead`, `${text}.retry.1000`, `dlx ${text}`];
    for (const { name, permissions } of topology.users) {
      for (const { configure, write, read } of permissions) {
        const patterns = [configure, write, read].map((source) => new RegExp(source));
        const granted = names.filter((each) => patterns.some((pattern) => pattern.test(each)));
        expect(granted.length, name).toBeGreaterThan(0);
        for (const each of names)
          for (const other of [`${each}x`, `x${each}`, "", "stranger", each.replace(/./u, "\u0001")])
            if (!names.includes(other))
              expect(
                patterns.filter((pattern) => pattern.test(other)),
                other,
              ).toEqual([]);
      }
    }
  });
});
