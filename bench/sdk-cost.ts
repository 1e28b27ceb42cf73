import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { median } from "./measure.js";

/** What an SDK costs a service that uses one of its events, in one module format. */
export interface SdkCost {
  readonly events: number;
  /** How TypeScript compiles the SDK and the service. */
  readonly format: Format;
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

type Format = "ES modules" | "CommonJS";

const rounds = 15;

/**
 * Generates an SDK with the given number of copies of an order in a new folder and measures the cost of one event in
 * each module format: the least processor time and the median memory of several processes.
 */
export async function sdkCosts(
  repository: string,
  folder: string,
  events: number,
): Promise<readonly SdkCost[]> {
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
  const costs: SdkCost[] = [];
  for (const format of ["ES modules", "CommonJS"] as const)
    costs.push({ events, format, ...(await formatCost(repository, folder, format)) });
  return costs;
}

async function formatCost(
  repository: string,
  folder: string,
  format: Format,
): Promise<Omit<SdkCost, "events" | "format">> {
  compile(repository, folder, format);
  const load = format === "CommonJS" ? "require" : "import";
  writeFileSync(join(folder, "cost.cjs"), program(load));
  const told = Array.from({ length: rounds }, () => JSON.parse(run(folder, ["cost.cjs"])) as Told);
  // what else runs on the machine only adds to processor time
  const least = (what: keyof Told): number => Math.min(...told.map((each) => each[what]));
  return {
    outputKiB: kibIn(join(folder, "generated"), (path) => !path.startsWith("runtime")),
    importMs: least("importMs"),
    importMiB: median(told.map(({ importMiB }) => importMiB)),
    usedMs: least("usedMs"),
    bundleKiB: await bundleKiB(folder),
  };
}

/** Compiles the SDK to `js`. */
function compile(repository: string, folder: string, format: Format): void {
  const js = join(folder, "js");
  rmSync(js, { recursive: true, force: true });
  mkdirSync(js);
  writeFileSync(
    join(js, "package.json"),
    JSON.stringify({ type: format === "CommonJS" ? "commonjs" : "module" }),
  );
  const compilerOptions = {
    module: format === "CommonJS" ? "commonjs" : "nodenext",
    target: "es2023",
    noCheck: true,
    rootDir: "generated",
    outDir: "js",
    skipLibCheck: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["generated"] }));
  run(folder, [join(repository, "node_modules", "typescript", "bin", "tsc"), "-p", "."]);
  writeFileSync(
    join(folder, "use.js"),
    'import { connect, orderPaid } from "./js/index.js"; globalThis.kept = [connect, orderPaid];',
  );
}

type Told = Pick<SdkCost, "importMs" | "importMiB" | "usedMs">;

/** Measures within one process, in which the runtime is loaded already. */
const program = (load: "import" | "require"): string => `
const ms = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
const MiB = () => process.memoryUsage.rss() / 1024 / 1024;
async function measure() {
  await ${load}("./js/runtime/index.js");
  const before = { ms: ms(), MiB: MiB() };
  const { orderPaid } = await ${load}("./js/index.js");
  const imported = { ms: ms(), MiB: MiB() };
  await orderPaid.versions.v1.validators();
  console.log(JSON.stringify({
    importMs: imported.ms - before.ms, importMiB: imported.MiB - before.MiB, usedMs: ms() - before.ms,
  }));
}
measure();
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
