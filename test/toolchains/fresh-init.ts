import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Case } from "./case.js";
import { run } from "./run.js";
import type { Workshop } from "./workshop.js";

/** A project that `npm init` and `tsc --init` made, with a first contract and its SDK. */
interface FreshProject {
  readonly folder: string;
  readonly tool: (name: string, bin: string, ...args: string[]) => string;
}

/** A project in which nothing is set but what rabbitgen asks for compiles, and no linter or formatter finds anything. */
export function freshInitCases(workshop: Workshop): readonly Case[] {
  return [
    ...["typescript", "typescript-7"].map((typescript) => ({
      name: `a fresh init, ${typescript}`,
      run: () => {
        const { tool } = freshProject(workshop, typescript);
        const flags = ["--noEmit", "-p", ".", "--pretty", "false"];
        tool("typescript", "bin/tsc", ...flags);
        tool("typescript", "bin/tsc", ...flags, "--strict", "false", "--exactOptionalPropertyTypes", "false");
      },
    })),
    {
      name: "a fresh init, typescript-eslint",
      run: () => {
        const { folder, tool } = freshProject(workshop, "typescript");
        writeFileSync(join(folder, "eslint.config.mjs"), eslintConfig);
        tool("eslint", "bin/eslint.js", "--max-warnings", "0", "generated");
      },
    },
    ...Object.entries({ biome: {}, "biome with spaces": { formatter: { indentStyle: "space" } } }).map(
      ([name, config]) => ({
        name: `a fresh init, ${name}`,
        run: () => {
          const biome = ["@biomejs/biome", "bin/biome"] as const;
          const { tool } = freshProject(workshop, "typescript", (folder, prepare) => {
            writeFileSync(join(folder, "biome.json"), `${JSON.stringify(config)}\n`);
            prepare(...biome, "format", "--write", "package.json", "biome.json");
          });
          tool(...biome, "ci", "--error-on-warnings", "schemas", "generated", "package.json");
        },
      }),
    ),
    {
      name: "a fresh init, prettier",
      run: () => {
        const { tool } = freshProject(workshop, "typescript");
        tool("prettier", "bin/prettier.cjs", "--check", "schemas", "generated");
      },
    },
  ];
}

const eslintConfig = `import js from "@eslint/js";
import tseslint from "typescript-eslint";
export default tseslint.config(js.configs.recommended, tseslint.configs.recommendedTypeChecked, {
  languageOptions: { parserOptions: { projectService: true } },
});
`;

const tools = [
  "rabbitgen",
  "amqplib",
  "@types/node",
  "eslint",
  "@eslint/js",
  "typescript-eslint",
  "@biomejs/biome",
  "prettier",
];

/** Before `rabbitgen init`, `prepare` makes the project what it is. */
function freshProject(
  workshop: Workshop,
  typescript: string,
  prepare: (folder: string, tool: FreshProject["tool"]) => void = () => {},
): FreshProject {
  const folder = mkdtempSync(join(workshop.folder, "fresh-"));
  for (const name of [...tools, "typescript"]) {
    const path = join(folder, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(
      join(workshop.installed, "node_modules", name === "typescript" ? typescript : name),
      path,
      "junction",
    );
  }
  const tool = (name: string, bin: string, ...args: string[]): string =>
    run(folder, process.execPath, [join("node_modules", name, bin), ...args]);
  run(folder, "npm", ["init", "--yes"]);
  run(folder, "npm", ["pkg", "set", "devDependencies.prettier=^3.0.0"]);
  tool("typescript", "bin/tsc", "--init");
  prepare(folder, tool);
  const hints = tool("rabbitgen", "dist/src/bin.js", "init") + hintsOf(folder);
  follow(folder, hints);
  tool("rabbitgen", "dist/src/bin.js", "generate");
  const left = hintsOf(folder);
  if (left !== "") throw new Error(`these hints stay:\n${left}`);
  if (workshop.isBroken) spoil(folder);
  return { folder, tool };
}

/** Code without the lines that stop linters, which neither compiles nor looks right, and a schema that is not formatted. */
function spoil(folder: string): void {
  writeFileSync(
    join(folder, "generated/index.ts"),
    "export const broken:number = ('text' as any) as string\n",
  );
  appendFileSync(join(folder, "schemas/contract.json"), "\n\n");
}

/** What `generate` says on standard error. */
function hintsOf(folder: string): string {
  const command = "node node_modules/rabbitgen/dist/src/bin.js generate 2>&1 >/dev/null || true";
  return run(folder, "sh", ["-c", command]);
}

/** Does what the hints say, each in the file that it names. */
function follow(folder: string, hints: string): void {
  const edit = (name: string, change: (text: string) => string): void =>
    writeFileSync(join(folder, name), change(readFileSync(join(folder, name), "utf8")));
  for (const [, setting = ""] of hints.matchAll(/^hint: (.*)$/gm)) {
    if (setting.includes('add "type": "module"')) run(folder, "npm", ["pkg", "set", "type=module"]);
    else if (setting.includes('add "node" to "types"'))
      edit("tsconfig.json", (text) => text.replace(/"types": \[\]/, '"types": ["node"]'));
    else if (setting.includes('.prettierignore: add the line "generated/"'))
      writeFileSync(join(folder, ".prettierignore"), "generated/\n");
    else if (/^package\.json: (?:amqplib|@types\/node) is missing/.test(setting))
      addDependency(folder, setting);
    else throw new Error(`nobody knows how to follow: ${setting}`);
  }
}

/** They are linked already. */
function addDependency(folder: string, setting: string): void {
  const [, name = ""] = /^package\.json: (\S+) is missing/.exec(setting) ?? [];
  run(folder, "npm", ["pkg", "set", `dependencies.${name}=*`]);
}
