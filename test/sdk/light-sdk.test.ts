import { execFile } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type BuildOptions, build, type Format } from "esbuild";
import { describe, expect, test } from "vitest";
import { startEmbeddedBroker } from "../../src/embedded-broker/index.js";
import { compile, runNode } from "../support/compile.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

/** An SDK of this many events, and a program that uses it, compiled. */
async function compiled(
  events: number,
  program: string,
  type: "module" | "commonjs" = "module",
): Promise<string> {
  const names = Array.from({ length: events }, (_, index) => `order_${String.fromCharCode(97 + index)}`);
  const order = (name: string): unknown => ({
    type: "object",
    properties: { [name]: { type: "string", format: "date-time" }, note: { $ref: "../_shared/note.json" } },
  });
  const folder = tempFolder({
    "program.ts": program,
    "schemas/_shared/note.json": { type: "string", maxLength: 20 },
    "schemas/order_a/event.json": { headers: { properties: { tenant: { type: "string" } } } },
    ...Object.fromEntries(names.map((name) => [`schemas/${name}/v1.json`, order(name)])),
  });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  await compile(folder, { verbatimModuleSyntax: type === "module" }, type);
  return folder;
}

/** Prints the path of each module that Node loads, before it loads it. */
const watched = `data:text/javascript,${encodeURIComponent(`
import { register } from "node:module";
register("data:text/javascript," + encodeURIComponent(
  'import { writeSync } from "node:fs"; export const load = (url, context, next) => { writeSync(2, url + "\\\\n"); return next(url, context); };'
));
`)}`;

/** The SDK's modules that a compiled program loads, sorted: their order is not always the same. */
async function loadedBy(folder: string): Promise<string[]> {
  const run = promisify(execFile)(process.execPath, ["--import", watched, "build/program.js"], {
    cwd: folder,
  });
  const { stderr } = await run;
  return stderr
    .split("\n")
    .flatMap((line) => line.split("/generated/")[1] ?? [])
    .sort();
}

/** Bundles a program, and lists the modules of the SDK's events that have a part in any file of the result. */
async function validatorsIn(folder: string, entry: string, options: BuildOptions): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    external: ["amqplib"],
    metafile: true,
    logLevel: "error",
    ...options,
  });
  const inside = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.entries(inputs));
  return inside
    .flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput > 0 && /generated\/events\/.*\.validators\./.test(path) ? [path] : [],
    )
    .sort();
}

describe("a service pays for the events that it uses", () => {
  const loadsOne = `
import { orderA, orderAV1 } from "./generated/index.js";
const { reader, writer } = await orderA.versions.v1.validators();
const headers = await orderAV1.headers?.validators();
console.log(reader({ order_a: "x" }).valid, writer({ order_a: "2026-01-01T00:00:00Z" }).valid, headers?.reader({ tenant: 5 }).valid);
`;

  test("Node loads the validators of an event when they are asked for, and no module for any other", async () => {
    const [few, many] = [await compiled(2, loadsOne), await compiled(9, loadsOne)];
    expect(await runNode(many, "program.js")).toBe("false true false\n");
    const loaded = await loadedBy(many);
    expect(loaded.filter((path) => path.startsWith("events/"))).toEqual([
      "events/order_a/headers.validators.js",
      "events/order_a/v1.validators.js",
    ]);
    expect(loaded).toEqual(await loadedBy(few));
  });

  test.each<Format>(["esm", "cjs"])(
    "a bundle (%s) has the validators of the event that it uses",
    async (format) => {
      const folder = await compiled(3, loadsOne);
      const entry = join(folder, "entry.ts");
      writeFileSync(
        entry,
        `import { orderAV1 } from "./generated/index.js";
       orderAV1.validators().then(({ writer }) => console.log(writer({ order_a: "x" }).valid, writer({}).valid));`,
      );
      const outfile = join(folder, "bundle", format === "esm" ? "bundle.mjs" : "bundle.cjs");
      expect(await validatorsIn(folder, entry, { format, outfile })).toEqual([
        "generated/events/order_a/headers.validators.ts",
        "generated/events/order_a/v1.validators.ts",
      ]);
      expect(readFileSync(outfile, "utf8")).not.toContain("order_b");
      const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });
      expect(stdout).toBe("false true\n");
    },
  );

  test("a bundler that splits code writes all validators, unless `--service` leaves them out of the SDK", async () => {
    const folder = await compiled(3, loadsOne);
    const split = { splitting: true, format: "esm", outdir: "split" } as const;
    const all = ["order_a/headers", "order_a/v1", "order_b/v1", "order_c/v1"];
    const paths = (names: readonly string[]): string[] =>
      names.map((name) => `generated/events/${name}.validators.ts`);
    expect(await validatorsIn(folder, "program.ts", split)).toEqual(paths(all));
    const services = { svc: { publishes: ["order_a"] } };
    writeFileSync(join(folder, "schemas/contract.json"), JSON.stringify({ services }));
    expect(await runCli(folder, ["generate", "--service", "svc"])).toMatchObject({ code: 0 });
    expect(await validatorsIn(folder, "program.ts", split)).toEqual(paths(all.slice(0, 2)));
  });

  test("a bundle of what TypeScript compiled to CommonJS has all validators", async () => {
    const program = 'import { orderAV1 } from "./generated/index.js";\nconsole.log(orderAV1);\n';
    const folder = await compiled(3, program, "commonjs");
    expect(await validatorsIn(folder, "build/program.js", { format: "cjs", outdir: "bundle" })).toEqual(
      ["order_a/headers", "order_a/v1", "order_b/v1", "order_c/v1"].map(
        (name) => `build/generated/events/${name}.validators.js`,
      ),
    );
  });
});

test.each(["module", "commonjs"] as const)(
  "compiled as %s, the SDK publishes and consumes an event",
  async (type) => {
    const program = `
import { connect, orderA, orderAV1 } from "./generated/index.js";
async function main(url: string): Promise<void> {
  const rabbit = await connect({ url, service: "svc" });
  const handled = new Promise((resolve) => {
    void rabbit
      .consumer(orderA, { queue: "q", handlers: { v1: async (event, { headers }) => resolve([event, headers.tenant]) } })
      .then(async () => (await rabbit.publisher(orderAV1)).publish({ note: "hello" }, { headers: { tenant: "t" } }));
  });
  console.log(JSON.stringify(await handled));
  await rabbit.close();
}
void main(process.env["BROKER"] ?? "");
`;
    const folder = await compiled(2, program, type);
    const code = readFileSync(join(folder, "build/generated/index.js"), "utf8");
    expect(/\brequire\(/.test(code)).toBe(type === "commonjs");
    const broker = await startEmbeddedBroker();
    try {
      expect(await runNode(folder, "program.js", { BROKER: broker.url })).toBe('[{"note":"hello"},"t"]\n');
    } finally {
      await broker.close();
    }
  },
);

test("validators that were not deployed are an error that says so", async () => {
  const folder = await compiled(
    1,
    `
import { connect, orderA, orderAV1 } from "./generated/index.js";
const rabbit = await connect({ url: process.env["BROKER"] ?? "", service: "svc" });
const said = (error: Error): void => console.log(error.name, error.message.includes("deploy every file"));
await rabbit.publisher(orderAV1).catch(said);
await rabbit.consumer(orderA, { queue: "q", handlers: { v1: "dead-letter" } }).catch(said);
await rabbit.close();
`,
  );
  for (const path of readdirSync(join(folder, "build/generated/events/order_a")))
    rmSync(join(folder, "build/generated/events/order_a", path));
  const broker = await startEmbeddedBroker();
  try {
    expect(await runNode(folder, "program.js", { BROKER: broker.url })).toBe(
      "ConfigurationError true\nConfigurationError true\n",
    );
  } finally {
    await broker.close();
  }
});
