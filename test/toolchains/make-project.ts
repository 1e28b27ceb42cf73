import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { run } from "./run.js";
import { generate, type SdkChoice, type Workshop } from "./workshop.js";

/** What a project is made of beside the SDK and the service. */
export interface ProjectSettings {
  /** Packages by the name under which they are imported; the value is what they are installed as. */
  readonly packages?: Readonly<Record<string, string>>;
  readonly type?: "module" | "commonjs";
  /** What is not usual of the SDK; the service's imports end as its own do. */
  readonly sdk?: SdkChoice;
  /** Texts of further files by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What each project depends on; `rabbitgen` for its tests. */
const basis = ["rabbitgen", "amqplib", "@types/node", "@opentelemetry/api", "typescript"];

/**
 * A project with the SDK, a service and links to those packages that it names: like an installation of its own, without
 * the time for one. Gives its folder.
 */
export function makeProject(workshop: Workshop, settings: ProjectSettings = {}): string {
  const { packages = {}, type = "module", sdk, files = {} } = settings;
  const folder = mkdtempSync(join(workshop.folder, "project-"));
  const links = { ...Object.fromEntries(basis.map((name) => [name, name])), ...packages };
  for (const [name, from] of Object.entries(links)) link(workshop, folder, name, from);
  addService(workshop, folder, sdk);
  const all = { "package.json": JSON.stringify({ private: true, type }), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Puts the SDK and the service that uses it into a folder. */
export function addService(workshop: Workshop, folder: string, sdk?: SdkChoice): void {
  cpSync(workshop.service, folder, { recursive: true });
  if (sdk === undefined) {
    cpSync(join(workshop.installed, "generated"), join(folder, "generated"), { recursive: true });
    return;
  }
  generate(workshop, folder, sdk);
  const { importExtension: extension = ".js" } = sdk;
  const ending = extension === "none" ? "" : extension;
  for (const name of readdirSync(workshop.service)) {
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(join(folder, name), text.replace(/(from "\.[^"]*)\.js"/g, `$1${ending}"`));
  }
}

function link({ installed }: Workshop, folder: string, name: string, from: string): void {
  const target = join(installed, "node_modules", from);
  if (!existsSync(target)) throw new Error(`${from} is not installed`);
  const path = join(folder, "node_modules", name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, "junction");
}

/** The settings of most projects; a case overrides them. */
const usual = { target: "ES2022", types: ["node"], rootDir: ".", outDir: "build", noEmitOnError: true };

/** Compiles the project's files to `build` with the TypeScript that it is linked to. */
export function compile(
  folder: string,
  compilerOptions: object,
  include = ["generated", "service.ts", "round-trip.ts", "main.ts"],
): void {
  const config = {
    compilerOptions: { ...usual, ...compilerOptions },
    include,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  run(folder, process.execPath, ["node_modules/typescript/bin/tsc", "-p", ".", "--pretty", "false"]);
}

/** Runs a program that imports the SDK and ends with a round trip of an event. */
export function expectRoundTrip(folder: string, args: readonly string[], node = process.execPath): void {
  const output = run(folder, node, args);
  if (!output.includes("handled o-1")) throw new Error(`no event came back; the output was:\n${output}`);
}
