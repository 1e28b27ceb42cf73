import { relative, sep } from "node:path";
import type { Project } from "../files/read-project.js";
import { majorOf } from "./major-version.js";

/** A tool that the first lines of generated files do not stop. */
interface Tool {
  /** The package by which a project has it. */
  readonly name: string;
  /** Where its settings are, beside `package.json`; the first one is named where there is none. */
  readonly settings: readonly string[];
  /** The key of `package.json` that may have them instead. */
  readonly key?: string;
  /** True for a version of it that does not know the comment which stops newer ones. */
  readonly isDeaf?: (major: number | undefined) => boolean;
  /** What to add to them for a folder, and why. */
  readonly advice: (folder: string) => string;
}

const eslintSettings = ["js", "mjs", "cjs", "ts", "mts", "cts"].map((ending) => `eslint.config.${ending}`);

/** Plugins and presets of eslint with a rule against `eslint-disable` for a whole file. */
const strictEslint: readonly Tool[] = [
  "eslint-plugin-unicorn",
  "@eslint-community/eslint-plugin-eslint-comments",
  "eslint-plugin-eslint-comments",
].map((name) => ({
  name,
  settings: eslintSettings,
  advice: (folder) =>
    `ignore "${folder}/**", since ${name} reports the comment that keeps eslint out of the SDK.`,
}));

const tools: readonly Tool[] = [
  {
    name: "prettier",
    settings: [".prettierignore"],
    advice: (folder) => `add the line "${folder}/", so that prettier does not reformat the SDK.`,
  },
  {
    name: "dprint",
    settings: ["dprint.json", "dprint.jsonc", ".dprint.json", ".dprint.jsonc"],
    advice: (folder) => `add "${folder}" to "excludes", so that dprint does not reformat the SDK.`,
  },
  {
    name: "@biomejs/biome",
    settings: ["biome.json", "biome.jsonc"],
    isDeaf: (major) => major === 1,
    advice: (folder) =>
      `add "${folder}" to "ignore" of "files", since biome 1 does not know the comment that keeps biome 2 out of the SDK.`,
  },
  {
    name: "xo",
    settings: ["xo.config.js", "xo.config.ts"],
    advice: (folder) =>
      `ignore "${folder}/**", since xo reports the comment that keeps eslint out of the SDK.`,
  },
  ...strictEslint,
  {
    name: "knip",
    settings: [
      ...["knip.json", "knip.jsonc", ".knip.json", ".knip.jsonc"],
      ...["knip.ts", "knip.js", "knip.config.ts", "knip.config.js"],
    ],
    key: "knip",
    advice: (folder) =>
      `add "${folder}/**" to "ignore", so that knip does not report what you do not use of the SDK.`,
  },
];

/** Tools of a project that would report or reformat the SDK in `out` (absolute), with what to add to their settings. */
export function ignoreHints(project: Project, out: string): string[] {
  const folder = relative(project.root, out).split(sep).join("/");
  const hints = tools.flatMap(({ name, settings, key, isDeaf, advice }) => {
    // a package that is only installed may be one of rabbitgen's own dependencies
    const range = project.rangeOf(name);
    if (range === undefined || isDeaf?.(majorOf(project.installed(name) ?? range)) === false) return [];
    const files = settings.filter((file) => project.textOf(file) !== undefined);
    const isInManifest = new RegExp(`"${key}"\\s*:\\s*\\{`).test(project.textOf("package.json") ?? "");
    const found = isInManifest ? [...files, "package.json"] : files;
    if (found.some((file) => isNamed(folder, project.textOf(file) ?? ""))) return [];
    return [{ file: found[0] ?? settings[0] ?? "", text: advice(folder) }];
  });
  // one line for each file of settings: what stops eslint for one plugin stops it for all
  return [...new Map(hints.reverse().map(({ file, text }) => [file, `${file}: ${text}`])).values()].reverse();
}

/** True where settings name the folder, or one around it, as a pattern of its own. */
function isNamed(folder: string, settings: string): boolean {
  const patterns = settings.replaceAll(/^\s*(?:#|\/\/).*$/gm, "").match(/[^\s"'`,[\](){}]+/g) ?? [];
  return patterns.some((pattern) => {
    const path = pattern.replace(/^(?:\*\*\/|\.?\/)/, "").replace(/\/\*{0,2}$/, "");
    return path !== "" && (path === folder || folder.startsWith(`${path}/`));
  });
}
