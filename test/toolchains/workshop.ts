import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packagesOfDay } from "../package/packages-of-day.js";
import { packages } from "./packages.js";
import { run } from "./run.js";

/** Where the packages are installed, and the SDK is generated that most projects get a copy of. */
export interface Workshop {
  readonly folder: string;
  /** The folder with `rabbitgen` and everything else in `node_modules`. */
  readonly installed: string;
  /** The service's files that each project begins with. */
  readonly service: string;
  /** The SDK is one that neither compiles nor runs, to see each case fail. */
  readonly isBroken: boolean;
}

/** Installs a packed tarball beside the tools, and generates the SDK of the schemas that are in it. */
export function openWorkshop(settings: Omit<Workshop, "installed"> & { readonly tarball: string }): Workshop {
  const { tarball, ...rest } = settings;
  const workshop = { ...rest, installed: join(rest.folder, "installed") };
  mkdirSync(workshop.installed, { recursive: true });
  writeFileSync(join(workshop.installed, "package.json"), '{ "private": true }');
  const npm = [
    "install",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
    "--loglevel=error",
    ...packagesOfDay(),
  ];
  run(workshop.installed, "npm", [...npm, tarball, packRuntime(workshop.folder), ...packages]);
  generate(workshop, workshop.installed);
  return workshop;
}

/** Packs `@rabbitgen/runtime`, from the repository's root; gives the tarball. */
function packRuntime(folder: string): string {
  const target = join(folder, "runtime");
  mkdirSync(target);
  run(".", "npm", ["pack", "--silent", "--workspace", "packages/runtime", "--pack-destination", target]);
  return join(target, readdirSync(target)[0] ?? "");
}

/** What `sdk` in contract.json says beside `opentelemetry`. */
export interface SdkChoice {
  readonly importExtension?: ".ts" | "none";
  readonly runtime?: "package";
}

/** Generates an SDK in a folder. */
export function generate({ installed, isBroken }: Workshop, folder: string, sdk: SdkChoice = {}): void {
  const rabbitgen = join(installed, "node_modules", "rabbitgen");
  cpSync(join(rabbitgen, "schemas"), join(folder, "schemas"), { recursive: true });
  const contract = join(folder, "schemas", "contract.json");
  const settings = JSON.parse(readFileSync(contract, "utf8")) as object;
  writeFileSync(contract, JSON.stringify({ ...settings, sdk: { opentelemetry: true, ...sdk } }));
  run(folder, process.execPath, [join(rabbitgen, "dist", "src", "bin.js"), "generate"]);
  if (isBroken) appendFileSync(join(folder, "generated", "index.ts"), broken);
}

const broken = "export const broken: number = (undefined as never as { a: { b: string } }).a.b;\n";
