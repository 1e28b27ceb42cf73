import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { RUNTIME_VERSION } from "../../runtime/contract/contract.js";
import { startBroker } from "../../src/testing/index.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const run = promisify(execFile);
const folder = join(repository, "packages/runtime");
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
};

const schemas = {
  "schemas/contract.json": {
    sdk: { runtime: "package", opentelemetry: true },
    services: {
      shop: { publishes: ["placed"], consumes: { placed: { queue: { name: "shop.placed" } } } },
    },
  },
  "schemas/_shared/id.json": { type: "string", format: "uuid" },
  "schemas/placed/v1.json": {
    type: "object",
    properties: { id: { $ref: "../_shared/id.json" } },
    required: ["id"],
  },
  "schemas/placed/event.json": { headers: { type: "object", properties: { tenant: { type: "string" } } } },
};

const use = `import { connect, placed, placedV1, InvalidEventError } from "./generated/index.js";
import { openTelemetry } from "./generated/opentelemetry/index.js";
async function main(): Promise<void> {
  const rabbit = await connect({ url: process.argv[2] ?? "", service: "shop", instrumentation: openTelemetry() });
  const got = new Promise<string>((resolve) => {
    void rabbit.consumer(placed, { handlers: { v1: async ({ id }) => resolve(id) } }).then(async () => {
      const publisher = await rabbit.publisher(placedV1);
      await publisher.publish({ id: "none" }).catch((error: unknown) => console.log(error instanceof InvalidEventError));
      await publisher.publish({ id: "4f9a1c1e-8a0f-4d5a-9a43-3f5f5f0f6a10" });
    });
  });
  console.log(await got);
  await rabbit.close();
}
main().catch((error: unknown) => { console.log(String(error)); process.exitCode = 1; });
`;

test("the package has rabbitgen's own version, and what its files import", () => {
  const own = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as typeof manifest;
  expect(manifest.version).toBe(own.version);
  expect(manifest.version).toBe(RUNTIME_VERSION);
  expect(manifest.dependencies).toEqual({ amqplib: own.dependencies["amqplib"] });
});

test.each([
  ["ES modules", { type: "module" }, {}],
  ["CommonJS", { type: "commonjs" }, { verbatimModuleSyntax: false }],
])("an SDK without a copy compiles and runs as %s", async (_, kind, options) => {
  const project = tempFolder({ ...schemas, "use.ts": use });
  expect(await runCli(project, ["generate"])).toMatchObject({ code: 0 });
  expect(existsSync(join(project, "generated/runtime"))).toBe(false);
  expect(readdirSync(join(project, "generated")).sort()).toEqual([
    ".gitattributes",
    "contract.ts",
    "events",
    "events.ts",
    "index.ts",
    "opentelemetry",
    "rabbitgen.json",
    "shared",
  ]);
  mkdirSync(join(project, "out"));
  const typeErrors = await typeCheck(project, {
    ...options,
    noEmit: false,
    outDir: "out",
    declaration: false,
    isolatedDeclarations: false,
  });
  writeFileSync(join(project, "package.json"), JSON.stringify(kind));
  expect(typeErrors).toEqual([]);
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "."], { cwd: project, stdio: "pipe" });
  const broker = await startBroker({ timeout: 60_000 });
  const ran = await run(process.execPath, ["out/use.js", broker.url], { cwd: project });
  await broker.close();
  expect(ran.stdout).toBe("true\n4f9a1c1e-8a0f-4d5a-9a43-3f5f5f0f6a10\n");
});

test("an SDK that was generated for another version is refused when it connects", async () => {
  const project = tempFolder({ ...schemas, "use.ts": use });
  expect(await runCli(project, ["generate"])).toMatchObject({ code: 0 });
  const path = join(project, "generated/contract.ts");
  writeFileSync(path, readFileSync(path, "utf8").replace(`"${RUNTIME_VERSION}"`, '"9.9.9"'));
  expect(
    await typeCheck(project, {
      noEmit: false,
      outDir: "out",
      declaration: false,
      isolatedDeclarations: false,
    }),
  ).toEqual([]);
  const connect = () =>
    execFileSync(process.execPath, ["out/use.js", "amqp://localhost:1"], { cwd: project, encoding: "utf8" });
  expect(connect).toThrow(
    expect.objectContaining({
      stdout: expect.stringContaining(
        `generated for @rabbitgen/runtime 9.9.9, but ${RUNTIME_VERSION} is installed`,
      ),
    }),
  );
});

test("a project without the package gets a hint to install it, in this version", async () => {
  const project = tempFolder({
    ...schemas,
    "package.json": { type: "module", devDependencies: { "@types/node": "*" } },
  });
  const { err } = await runCli(project, ["generate"]);
  expect(err).toContain(`npm install --save-exact @rabbitgen/runtime@${RUNTIME_VERSION}`);
  expect(err).not.toContain("amqplib");
  mkdirSync(join(project, "node_modules/@rabbitgen"), { recursive: true });
  symlinkSync(folder, join(project, "node_modules/@rabbitgen/runtime"));
  expect((await runCli(project, ["generate", "--fresh"])).err).not.toContain("@rabbitgen/runtime");
});
