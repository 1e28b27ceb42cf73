import { dirname, join, relative } from "node:path/posix";
import type { CompilerSettings } from "./compiler-settings.js";
import type { FileHost } from "./file-host.js";

/**
 * The source of a module of another package in the same repository, for a package whose output has not been built:
 * what its `package.json` exports, moved from the output folder to where the sources are, as TypeScript does for project
 * references. `undefined` for packages from elsewhere.
 */
export function workspaceSource(
  specifier: string,
  from: string,
  host: FileHost,
  settingsOf: (folder: string) => CompilerSettings,
): string | undefined {
  const [name, rest = ""] = /^((?:@[^/]+\/)?[^./@][^/]*)(?:\/(.*))?$/.exec(specifier)?.slice(1) ?? [];
  const folder = name === undefined ? undefined : packageFolder(name, dirname(from), host);
  if (folder === undefined) return undefined;
  const { outDir, rootDir } = settingsOf(folder);
  const sources = [
    ...(rootDir === undefined ? [] : [rootDir.replaceAll("\\", "/")]),
    join(folder, "src"),
    folder,
  ];
  for (const target of entries(host.readFile(join(folder, "package.json")), rest)) {
    const path = join(folder, target);
    const below = outDir === undefined ? undefined : relative(outDir.replaceAll("\\", "/"), path);
    const inOutput = below !== undefined && !below.startsWith("../");
    const tail = inOutput ? below : relative(folder, path).replace(/^[^/]+\/(?=.)/, "");
    const stem = tail.replace(/(?:\.d)?\.[mc]?[jt]sx?$/, "");
    const candidates = sources.flatMap((source) =>
      [".ts", ".tsx", ".mts"].map((end) => join(source, stem) + end),
    );
    const found = candidates.find((candidate) => host.fileExists(candidate));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The real folder of a linked package; none for one that was installed. */
function packageFolder(name: string, folder: string, host: FileHost): string | undefined {
  const linked = join(folder, "node_modules", name);
  if (host.fileExists(join(linked, "package.json"))) {
    const real = host.realpath(linked);
    return real.includes("/node_modules/") ? undefined : real;
  }
  const above = dirname(folder);
  return above === folder ? undefined : packageFolder(name, above, host);
}

/** The paths that a package gives for one of its modules. */
function entries(text: string | undefined, rest: string): readonly string[] {
  try {
    const { exports, types, main } = JSON.parse(text ?? "{}") as Readonly<Record<string, unknown>>;
    const key = rest === "" ? "." : `./${rest}`;
    const isMap =
      typeof exports === "object" &&
      exports !== null &&
      Object.keys(exports).some((name) => name.startsWith("."));
    const exported = isMap
      ? (exports as Readonly<Record<string, unknown>>)[key]
      : rest === ""
        ? exports
        : undefined;
    return [...stringsIn(exported), ...(rest === "" ? stringsIn([types, main, "./index"]) : [rest])];
  } catch {
    return [];
  }
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
