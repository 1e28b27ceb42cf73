import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packages } from "./packages.js";
import { run } from "./run.js";

/** Where the packages are installed, and the SDK is generated that each project gets a copy of. */
export interface Workshop {
  readonly folder: string;
  /** The folder with `rabbitgen` and everything else in `node_modules`. */
  readonly installed: string;
  /** The service's files that each project begins with. */
  readonly service: string;
}

/** Installs a packed tarball beside the tools, and generates the SDK of the schemas that are in it. */
export function openWorkshop(folder: string, tarball: string, service: string): Workshop {
  const installed = join(folder, "installed");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), '{ "private": true }');
  const npm = ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  run(installed, "npm", [...npm, tarball, ...packages]);
  cpSync(join(installed, "node_modules", "rabbitgen", "schemas"), join(installed, "schemas"), {
    recursive: true,
  });
  const contract = join(installed, "schemas", "contract.json");
  const settings = JSON.parse(readFileSync(contract, "utf8")) as object;
  writeFileSync(contract, JSON.stringify({ ...settings, sdk: { opentelemetry: true } }));
  run(installed, process.execPath, ["node_modules/rabbitgen/dist/src/bin.js", "generate"]);
  return { folder, installed, service };
}

/** Puts something into the SDK that neither compiles nor runs, to see each case fail. */
export function breakSdk({ installed }: Workshop): void {
  const index = join(installed, "generated", "index.ts");
  const broken = "export const broken: number = (undefined as never as { a: { b: string } }).a.b;\n";
  writeFileSync(index, readFileSync(index, "utf8") + broken);
}
