import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild-wasm";
import { median } from "./measure.js";

/** What an SDK costs whoever uses one of its events. */
export interface SdkCost {
  readonly events: number;
  /** All generated TypeScript, in KiB, without the runtime. */
  readonly outputKiB: number;
  /** Processor time of `import { connect, orderPaid } from "./generated/index.js"` beyond that of the runtime alone, in ms. */
  readonly importMs: number;
  /** Resident memory of the same import beyond that of the runtime alone, in MiB. */
  readonly importMiB: number;
  /** The same with the validators of the one event loaded. */
  readonly usedMs: number;
  /** A bundle with that event, amqplib left out, in KiB; not minified. */
  readonly bundleKiB: number;
}

const rounds = 15;

/**
 * Generates an SDK of so many copies of an order in a new folder and measures what one event of it costs. Differences of
 * whole processes that run in turn: of the least processor time, and of the median memory.
 */
export async function sdkCost(repository: string, folder: string, events: number): Promise<SdkCost> {
  mkdirSync(folder, { recursive: true });
  const schemas = join(repository, "schemas");
  cpSync(join(schemas, "_shared"), join(folder, "schemas", "_shared"), { recursive: true });
  for (let index = 1; index <= events; index += 1) {
    const name = index === 1 ? "order_paid" : `order_paid_${index}`;
    mkdirSync(join(folder, "schemas", name));
    cpSync(join(schemas, "order_placed", "v2.json"), join(folder, "schemas", name, "v1.json"));
  }
  run(folder, [join(repository, "dist", "src", "bin.js"), "generate"]);
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const compiler = join(repository, "node_modules", "typescript", "bin", "tsc");
  const options = {
    module: "nodenext",
    target: "es2023",
    noCheck: true,
    rootDir: "generated",
    outDir: "js",
    skipLibCheck: true,
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, include: ["generated"] }),
  );
  run(folder, [compiler, "-p", "."]);
  const sdk = 'import { connect, orderPaid } from "./js/index.js"; globalThis.kept = [connect, orderPaid];';
  const programs = {
    "runtime.js": 'import { connectTo } from "./js/runtime/index.js"; globalThis.kept = connectTo;',
    "import.js": sdk,
    "use.js": `${sdk} await orderPaid.versions.v1.validators();`,
  };
  const cost = new Map<string, { ms: number[]; MiB: number[] }>();
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `${text}\n${report}`);
    cost.set(name, { ms: [], MiB: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, { ms, MiB }] of cost) {
      const told = JSON.parse(run(folder, [name])) as { ms: number; MiB: number };
      ms.push(told.ms);
      MiB.push(told.MiB);
    }
  }
  // what else runs on the machine only adds to processor time
  const ms = (name: string): number => Math.min(...(cost.get(name)?.ms ?? []));
  const MiB = (name: string): number => median(cost.get(name)?.MiB ?? []);
  return {
    events,
    outputKiB: kibIn(join(folder, "generated"), (path) => !path.startsWith("runtime")),
    importMs: ms("import.js") - ms("runtime.js"),
    importMiB: MiB("import.js") - MiB("runtime.js"),
    usedMs: ms("use.js") - ms("runtime.js"),
    bundleKiB: await bundleKiB(folder),
  };
}

const report = `const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ ms: (user + system) / 1000, MiB: process.memoryUsage.rss() / 1024 / 1024 }));
`;

function run(folder: string, argv: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

function kibIn(folder: string, counts: (path: string) => boolean): number {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(counts);
  const sizes = paths.map((path) => statSync(join(folder, path))).filter((stat) => stat.isFile());
  return sizes.reduce((sum, { size }) => sum + size, 0) / 1024;
}

async function bundleKiB(folder: string): Promise<number> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["use.js"],
    bundle: true,
    format: "esm",
    platform: "node",
    external: ["amqplib"],
    write: false,
    logLevel: "error",
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0) / 1024;
}
