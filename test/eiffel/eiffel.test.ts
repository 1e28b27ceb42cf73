// @module-tag rabbitmq
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { nameEvents } from "../../src/contract/name-events.js";
import { readFolder } from "../../src/files/read-folder.js";
import { compile, runNode } from "../support/compile.js";
import { repository, sharedData } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const eiffel = sharedData("eiffel");
const schemas = join(eiffel ?? "", "events");

describe.skipIf(eiffel === undefined)(
  "the Eiffel protocol's events, as their authors wrote them",
  { tags: "real-world-data" },
  () => {
    test("compile, type-check with every message as a typed literal, and travel through RabbitMQ once each", async () => {
      const folder = tempFolder();
      const generated = await runCli(folder, [
        "generate",
        "--schemas",
        schemas,
        "--out",
        "sdk",
        "--format",
        "json",
      ]);
      const report = JSON.parse(generated.out) as {
        versions: number;
        findings: { rule: string; help: string; file: string }[];
      };

      expect(generated.code).toBe(0);
      expect(report.versions).toBe(222);
      expect(report.findings.map(({ rule }) => rule)).toEqual(Array(6).fill("keyword-unknown"));
      expect(new Set(report.findings.map(({ help }) => help))).toEqual(
        new Set(['Did you mean "additionalProperties"?']),
      );

      const count = await writeMessages(folder);
      expect(count).toBe(1029);
      cpSync(join(repository, "test", "eiffel", "travel.ts"), join(folder, "travel.ts"));
      // One program over the SDK, the messages and the traveler, under the strictest flags.
      await compile(folder);

      await using broker = await findBroker({ log: (line) => console.log(line) });
      const outcome = JSON.parse(await runNode(folder, "travel.js", { AMQP_URL: broker.url })) as Record<
        string,
        unknown
      >;
      console.log(`Eiffel through RabbitMQ ${broker.version}:`, outcome);
      expect(outcome).toMatchObject({
        published: 1029,
        handledOnce: 1029,
        handledMore: 0,
        different: 0,
        unread: 0,
      });
    }, 300_000);
  },
);

/** Writes every example of the schemas folder as a constant of its version's type, and gives their number. */
async function writeMessages(folder: string): Promise<number> {
  const { contract } = await loadContract(readFolder(schemas).files);
  if (!contract) throw new Error("the schemas have errors");
  const { names } = nameEvents(contract.events);
  let count = 0;
  const modules = contract.events.map((event) => {
    const own = names.get(event.name);
    const used = event.versions.filter(({ examples }) => examples.length > 0);
    const imports = used.map(({ label }) => `${own?.version(label)}, type ${own?.type(label)}`);
    const messages = used.flatMap(({ label, examples }) =>
      examples.map(({ source }) => {
        count += 1;
        return `{ const event: ${own?.type(label)} = ${source.text.trim()};\nmessages.push({ version: ${own?.version(label)}, event }); }`;
      }),
    );
    const text = `import { ${imports.join(", ")} } from "../sdk/index.js";\nimport { messages } from "./messages.js";\n${messages.join("\n")}\n`;
    return [`messages/${event.name}.ts`, text] as const;
  });
  writeFiles(folder, {
    ...Object.fromEntries(modules),
    "messages/messages.ts":
      'import type { EventVersion } from "../sdk/index.js";\nexport const messages: { version: EventVersion; event: unknown }[] = [];\n',
    "messages/all.ts": contract.events.map(({ name }) => `import "./${name}.js";\n`).join(""),
  });
  expect(readdirSync(join(folder, "messages"))).toHaveLength(contract.events.length + 2);
  return count;
}
