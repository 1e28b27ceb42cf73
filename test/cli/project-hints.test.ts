import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const schema = { "schemas/a/v1.json": { type: "object" } };
const fine = { type: "module", dependencies: { amqplib: "^2.3.0" }, devDependencies: { "@types/node": "*" } };
const nodenext = { module: "nodenext", types: ["node"], strict: true, verbatimModuleSyntax: true };

/** The hints of `generate` in a project with these files, and TypeScript of a version if one is named. */
async function hints(files: Record<string, unknown>, typescript?: string): Promise<string[]> {
  const installed =
    typescript === undefined ? {} : { "node_modules/typescript/package.json": { version: typescript } };
  const folder = tempFolder({ ...schema, ...installed, ...files });
  const { err, code } = await runCli(folder, ["generate"]);
  expect(code).toBe(0);
  return err.split("\n").filter(Boolean);
}

const config = (compilerOptions: object, more: object = {}): string =>
  JSON.stringify({ compilerOptions, ...more });

describe("generate says in one line each what a project lacks for the SDK to compile and run", () => {
  test.each([
    ["nothing", fine, nodenext, []],
    ["ES modules", { ...fine, type: undefined }, nodenext, ['"type": "module"']],
    [
      "ES modules, of a package that is said to be CommonJS",
      { ...fine, type: "commonjs" },
      nodenext,
      ['"type": "module"'],
    ],
    [
      "nothing in CommonJS that is compiled as such",
      { ...fine, type: "commonjs" },
      { module: "nodenext", types: ["node"] },
      [],
    ],
    [
      "nothing with a bundler",
      { ...fine, type: undefined },
      { module: "esnext", moduleResolution: "bundler", types: ["node"] },
      [],
    ],
    [
      "ES modules, that the compiler emits",
      { ...fine, type: undefined },
      { module: "es2022", types: ["node"] },
      ['"type": "module"'],
    ],
    ["amqplib", { ...fine, dependencies: {} }, nodenext, ["amqplib is missing"]],
    [
      "a newer amqplib",
      { ...fine, dependencies: { amqplib: "^0.10.4" } },
      nodenext,
      ["needs amqplib 1.2 or newer"],
    ],
    [
      "an amqplib with types",
      { ...fine, dependencies: { amqplib: "1.1.1" } },
      nodenext,
      ["needs amqplib 1.2 or newer"],
    ],
    ["nothing of a range that allows one", { ...fine, dependencies: { amqplib: "^1.0.0" } }, nodenext, []],
    [
      "nothing when amqplib is a peer",
      { ...fine, dependencies: {}, peerDependencies: { amqplib: ">=2" } },
      nodenext,
      [],
    ],
    ["Node's types", { ...fine, devDependencies: {} }, nodenext, ["@types/node is missing"]],
    ["Node's types in the settings", fine, { ...nodenext, types: [] }, ['add "node" to "types"']],
    [
      "Node's types beside others",
      fine,
      { ...nodenext, types: ["vitest/globals"] },
      ['add "node" to "types"'],
    ],
    ["a recent target", fine, { ...nodenext, target: "ES2020" }, ['set "target"']],
    ["a recent library", fine, { ...nodenext, target: "ESNext", lib: ["ES2021", "DOM"] }, ['set "target"']],
    ["nothing with a recent library", fine, { ...nodenext, target: "ES2020", lib: ["DOM", "ES2023"] }, []],
    ["a target with BigInt", fine, { ...nodenext, target: "ES2017", lib: ["esnext"] }, ['set "target"']],
    ["nothing with loose checks", fine, { ...nodenext, strict: false }, []],
    ["a place below rootDir", fine, { ...nodenext, rootDir: "src" }, ["choose a folder in src/ with --out"]],
    ["nothing where rootDir is around it", fine, { ...nodenext, rootDir: "." }, []],
    [
      "a module format that Node can load",
      fine,
      { ...nodenext, module: "amd" },
      ['set "module" to "nodenext"'],
    ],
    [
      "a module format with dynamic imports",
      fine,
      { ...nodenext, module: "ES2015", moduleResolution: "bundler" },
      ['set "module" to "es2022"'],
    ],
    [
      "a resolution that finds packages",
      fine,
      { ...nodenext, module: "esnext", moduleResolution: "classic" },
      ['set "moduleResolution" to "bundler"'],
    ],
    [
      "imports in CommonJS",
      fine,
      { ...nodenext, module: "commonjs" },
      ['remove "verbatimModuleSyntax", which forbids imports where "module" is "commonjs"'],
    ],
    [
      "a newer TypeScript",
      { ...fine, devDependencies: { "@types/node": "*", typescript: "~4.9.5" } },
      { ...nodenext, target: "es2022" },
      ["needs typescript 5.0 or newer; run `npm install --save-dev typescript@latest`"],
    ],
    [
      "newer types of Node",
      { ...fine, devDependencies: { "@types/node": "^16 || ^18.11" } },
      nodenext,
      ["needs @types/node 20.0 or newer"],
    ],
    [
      "nothing of ranges that allow newer ones",
      { ...fine, devDependencies: { "@types/node": "^16 || ^20", typescript: ">=4.7" } },
      { ...nodenext, target: "es2022" },
      [],
    ],
  ])("%s", async (_, manifest, options, expected) => {
    const found = await hints({ "package.json": manifest, "tsconfig.json": config(options) });
    expect(found).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(found[index]).toContain(words);
    expect(found.every((line) => line.startsWith("hint: "))).toBe(true);
  });

  test("by the defaults of the TypeScript that is installed", async () => {
    const files = { "package.json": fine, "tsconfig.json": config({ module: "nodenext", strict: true }) };
    expect(await hints(files, "7.0.2")).toEqual(['hint: tsconfig.json: add "node" to "types".']);
    expect(await hints(files, "5.9.3")).toEqual([]);
    const bare = { "package.json": fine, "tsconfig.json": "{}" };
    expect(await hints(bare, "5.9.3")).toEqual([
      'hint: tsconfig.json: set "module" to "nodenext".',
      'hint: tsconfig.json: set "target" (and "lib", if set) to "es2022" or newer.',
    ]);
  });

  const esm = { types: ["node"], target: "es2022" };
  test.each([
    ["es2022", "5.0.4", ['set "moduleResolution" to "bundler"']],
    ["esnext", "5.9.3", ['set "moduleResolution" to "bundler"']],
    ["esnext", "6.0.3", []],
    ["es6", "5.9.3", ['set "module" to "es2022"', 'set "moduleResolution" to "bundler"']],
    ["es6", "7.0.2", ['set "module" to "es2022"']],
    ["preserve", "5.9.3", []],
    ["commonjs", "5.9.3", []],
    [undefined, "5.9.3", ['set "module" to "nodenext"']],
    [undefined, "7.0.2", []],
  ])("where module is %s, of TypeScript %s", async (module, version, expected) => {
    const found = await hints({ "package.json": fine, "tsconfig.json": config({ ...esm, module }) }, version);
    expect(found).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(found[index]).toContain(words);
  });

  const sdk = (settings: object): object => ({ "schemas/contract.json": { sdk: settings } });
  const [none, ts] = [sdk({ importExtension: "none" }), sdk({ importExtension: ".ts" })];
  const allow = 'set "allowImportingTsExtensions" to true';
  const bundler = { ...esm, module: "esnext", moduleResolution: "bundler" };
  test.each([
    ["no ending, which Node does not find", none, nodenext, "5.9.3", ['"importExtension" in contract.json']],
    ["no ending, which a bundler finds", none, bundler, "5.9.3", []],
    ["no ending, which CommonJS finds", none, { ...esm, module: "commonjs" }, "5.9.3", []],
    [".ts, rewritten since 5.7", ts, nodenext, "5.7.3", ['set "rewriteRelativeImportExtensions" to true']],
    [
      ".ts, before 5.7",
      ts,
      nodenext,
      "5.6.3",
      ['set "allowImportingTsExtensions" and "noEmit" to true, since the SDK\'s imports end with ".ts"'],
    ],
    [".ts, with nothing written", ts, { ...nodenext, noEmit: true }, "7.0.2", [allow]],
    [".ts, with declarations alone", ts, { ...nodenext, emitDeclarationOnly: true }, "5.9.3", [allow]],
    [".ts, allowed", ts, { ...bundler, allowImportingTsExtensions: true }, "5.9.3", []],
    [".ts, rewritten", ts, { ...nodenext, rewriteRelativeImportExtensions: true }, "5.9.3", []],
  ])("for imports that end with %s", async (_, contract, options, version, expected) => {
    const files = { "package.json": fine, "tsconfig.json": config(options), ...contract };
    const found = await hints(files, version);
    expect(found).toHaveLength(expected.length);
    for (const [index, words] of expected.entries()) expect(found[index]).toContain(words);
  });

  test("for OpenTelemetry, unless its package is there", async () => {
    const files = {
      "package.json": fine,
      "tsconfig.json": config(nodenext),
      ...sdk({ opentelemetry: true }),
    };
    const hint = "hint: package.json: @opentelemetry/api is missing; run `npm install @opentelemetry/api`.";
    expect(await hints(files)).toEqual([hint]);
    const installed = { "node_modules/@opentelemetry/api/package.json": { version: "1.9.0" } };
    expect(await hints({ ...files, ...installed })).toEqual([]);
  });

  test.each([
    [
      "by path",
      {
        "tsconfig.json": '{ // ours\n "extends": "./base", }',
        "base.json": config({ ...nodenext, types: [] }),
      },
    ],
    [
      "in a list",
      {
        "tsconfig.json": '{"extends": ["./a.json", "./b.json"]}',
        "a.json": config(nodenext),
        "b.json": config({ types: [] }),
      },
    ],
    [
      "of a package",
      {
        "tsconfig.json": '{"extends": "@tsconfig/x/tsconfig.json"}',
        "node_modules/@tsconfig/x/tsconfig.json": config({ ...nodenext, types: [] }),
      },
    ],
  ])("with the settings that tsconfig.json extends %s", async (_, files) => {
    expect(await hints({ "package.json": fine, ...files })).toEqual([
      'hint: tsconfig.json: add "node" to "types".',
    ]);
  });

  test.each([
    ["without a package.json", { "tsconfig.json": config({ types: [] }) }],
    ["without a tsconfig.json", { "package.json": fine }],
    ["for settings that cannot be read", { "package.json": fine, "tsconfig.json": "{{{" }],
    [
      "for settings that extend what is not there",
      { "package.json": fine, "tsconfig.json": '{"extends": "nope"}' },
    ],
    [
      "for settings that extend themselves",
      { "package.json": fine, "tsconfig.json": '{"extends": "./tsconfig.json"}' },
    ],
    [
      "for a list of projects",
      { "package.json": fine, "tsconfig.json": '{"files": [], "references": [{"path": "a"}]}' },
    ],
  ])("and nothing %s", async (_, files) => {
    expect(await hints(files)).toEqual([]);
  });

  const stale = (more: object = {}): string => config({ ...nodenext, types: [] }, more);
  const solution = (...paths: string[]): string =>
    JSON.stringify({ files: [], references: paths.map((path) => ({ path })) });
  const unread = config({}, { extends: "./nowhere.json", include: ["vite.config.ts"] });
  const app = 'hint: tsconfig.app.json: add "node" to "types".';
  test.each<[string, Record<string, unknown>, string[]]>([
    ["a pattern", { "tsconfig.app.json": stale({ include: ["src", "gen*/**/*.ts"] }) }, [app]],
    ["a folder", { "tsconfig.app.json": stale({ include: ["./generated"] }) }, [app]],
    ["no pattern", { "tsconfig.app.json": stale() }, [app]],
    [
      "an inherited pattern, of the last base",
      {
        "tsconfig.app.json": config({}, { extends: ["./a.json", "./b.json"] }),
        "a.json": stale({ include: ["src"] }),
        "b.json": config({}, { include: ["generated"] }),
      },
      [app],
    ],
    ["nothing of it", { "tsconfig.app.json": stale({ include: ["src/**/*"] }) }, []],
    ["files alone", { "tsconfig.app.json": stale({ files: ["main.ts"] }) }, []],
    ["all but it", { "tsconfig.app.json": stale({ exclude: ["generated/**"] }) }, []],
    ["all but it at any depth", { "tsconfig.app.json": stale({ exclude: ["**/generated"] }) }, []],
    ["what others include, too", { "tsconfig.app.json": stale(), "tsconfig.node.json": stale() }, []],
    ["settings that cannot be read", { "tsconfig.app.json": stale(), "tsconfig.node.json": unread }, []],
  ])("of the settings that a list of projects names, those that include %s", async (_, files, expected) => {
    const other = { "tsconfig.node.json": config({}, { include: ["vite.config.ts"] }) };
    const list = { "tsconfig.json": solution("./tsconfig.app.json", "./tsconfig.node.json") };
    expect(await hints({ "package.json": fine, ...list, ...other, ...files })).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ["which include it", {}, ['hint: ../../tsconfig.json: add "node" to "types".']],
    ["which do not include it", { "tsconfig.json": stale({ include: ["src"] }) }, []],
    ["beside settings of another name", { "packages/a/tsconfig.build.json": config(nodenext) }, []],
    ["above every package", { "package.json": "" }, []],
  ])("by settings in a workspace's root, %s", async (_, files, expected) => {
    const folder = tempFolder({
      "package.json": { workspaces: ["packages/*"] },
      "tsconfig.json": stale(),
      "packages/a/package.json": fine,
      ...files,
    });
    writeFiles(join(folder, "packages/a"), schema);
    const { err } = await runCli(join(folder, "packages/a"), ["generate"]);
    expect(err.split("\n").filter(Boolean)).toEqual(expected);
  });

  test("finds a workspace's packages, and changes no file", async () => {
    const folder = tempFolder({
      "package.json": { dependencies: { amqplib: "2.3.1" }, devDependencies: { "@types/node": "20" } },
      "packages/a/package.json": '{"type": "module"}',
      "packages/a/tsconfig.json": config(nodenext),
    });
    writeFiles(join(folder, "packages/a"), schema);
    expect((await runCli(join(folder, "packages/a"), ["generate"])).err).toBe("");
  });

  test("after init, too, and never for machines or for --check", async () => {
    const folder = tempFolder({ "package.json": "{}" });
    expect((await runCli(folder, ["init"])).err).toContain("hint: package.json: amqplib is missing");
    expect((await runCli(folder, ["generate", "--format", "json"])).err).toBe("");
    expect((await runCli(folder, ["generate", "--check"])).err).toBe("");
  });
});

test("a fresh project of `npm init` and `tsc --init` compiles once the hints are followed", async () => {
  const folder = tempFolder({ ...schema, "package.json": { name: "x", type: "commonjs" } });
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  for (const name of ["typescript", "@types/node", "undici-types", "amqplib"])
    symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name));
  const tsc = (...argv: string[]) =>
    spawnSync(join(repository, "node_modules/.bin/tsc"), argv, { cwd: folder, encoding: "utf8" });
  expect(tsc("--init").status).toBe(0);
  const { err } = await runCli(folder, ["generate"]);
  expect(err.trim().split("\n")).toEqual([
    "hint: package.json: amqplib is missing; run `npm install amqplib`.",
    'hint: package.json: add "type": "module", so that the SDK\'s files are ES modules.',
    'hint: tsconfig.json: add "node" to "types".',
  ]);
  expect(tsc("--noEmit").stdout.match(/error TS/g)?.length).toBeGreaterThan(100);
  writeFiles(folder, { "package.json": { name: "x", type: "module", dependencies: { amqplib: "^2.3.1" } } });
  const { status, stdout } = tsc("--noEmit", "--types", "node");
  expect([status, stdout]).toEqual([0, ""]);
});

describe("generate hints that a project with prettier should ignore the SDK", () => {
  const withPrettier = { ...fine, devDependencies: { ...fine.devDependencies, prettier: "^3.0.0" } };
  const files = { "package.json": withPrettier, "tsconfig.json": config(nodenext) };
  const hint =
    'hint: .prettierignore: add the line "generated/", so that prettier does not reformat the SDK.';

  test.each([
    ["no file", {}],
    ["another folder", { ".prettierignore": "dist/\n" }],
    ["a folder whose name begins so", { ".prettierignore": "gen\n" }],
    ["the folder in a comment, or excepted", { ".prettierignore": "# generated/ is ours\n!generated/\n" }],
  ])("with %s", async (_, more) => expect(await hints({ ...files, ...more })).toEqual([hint]));

  test.each([
    "generated",
    "generated/",
    "/generated",
    "./generated/**",
    "# SDK\r\ngenerated/\r\n",
    "**/generated",
    "generated/**",
  ])("and says nothing with %j", async (text) =>
    expect(await hints({ ...files, ".prettierignore": text })).toEqual([]),
  );

  test("and says nothing where prettier is there for another package alone", async () => {
    const installed = { "node_modules/prettier/package.json": { version: "3.0.0" } };
    expect(await hints({ ...files, ...installed, "package.json": fine })).toEqual([]);
  });
});

describe("generate hints that a tool which the SDK's first lines do not stop should ignore it", () => {
  const dprint = 'dprint.json: add "generated" to "excludes", so that dprint does not reformat the SDK.';
  const biome =
    'biome.json: add "generated" to "ignore" of "files", since biome 1 does not know the comment that keeps biome 2 out of the SDK.';
  const unicorn =
    'eslint.config.js: ignore "generated/**", since eslint-plugin-unicorn reports the comment that keeps eslint out of the SDK.';
  const comments = "@eslint-community/eslint-plugin-eslint-comments";
  const knip = 'add "generated/**" to "ignore", so that knip does not report what you do not use of the SDK.';
  const files = { "tsconfig.json": config(nodenext) };
  const using = (...names: string[]): object => ({
    "package.json": {
      ...fine,
      devDependencies: {
        ...fine.devDependencies,
        ...Object.fromEntries(names.map((name) => name.split(" "))),
      },
    },
  });

  test.each<[string, object, string[]]>([
    ["dprint", using("dprint 0.50"), [dprint]],
    [
      "dprint, which ignores it",
      { ...using("dprint 0.50"), "dprint.json": { excludes: ["**/node_modules", "generated"] } },
      [],
    ],
    ["biome 1", using("@biomejs/biome ^1.9.4"), [biome]],
    [
      "biome 1, which ignores it",
      { ...using("@biomejs/biome ^1.9.4"), "biome.json": { files: { ignore: ["generated/**"] } } },
      [],
    ],
    ["biome 2", using("@biomejs/biome ^2.0.0"), []],
    ["a biome whose version cannot be known", using("@biomejs/biome latest"), []],
    [
      "biome 2 under a range that tells nothing",
      { ...using("@biomejs/biome latest"), "node_modules/@biomejs/biome/package.json": { version: "2.1.0" } },
      [],
    ],
    ["unicorn", using("eslint-plugin-unicorn ^60"), [unicorn]],
    [
      "two plugins, with one hint for the settings that they share",
      using("eslint-plugin-unicorn ^60", `${comments} ^4`),
      [unicorn],
    ],
    [
      "the other one, with settings in another file",
      { ...using(`${comments} ^4`), "eslint.config.mjs": "export default [];" },
      [
        `eslint.config.mjs: ignore "generated/**", since ${comments} reports the comment that keeps eslint out of the SDK.`,
      ],
    ],
    [
      "unicorn, with the SDK ignored",
      {
        ...using("eslint-plugin-unicorn ^60"),
        "eslint.config.ts": 'export default [globalIgnores(["./generated/**"])];',
      },
      [],
    ],
    [
      "xo",
      using("xo ^1"),
      ['xo.config.js: ignore "generated/**", since xo reports the comment that keeps eslint out of the SDK.'],
    ],
    ["eslint alone", using("eslint ^9"), []],
    ["knip", using("knip ^6"), [`knip.json: ${knip}`]],
    [
      "knip, with settings in another file",
      { ...using("knip ^6"), "knip.ts": "export default {};" },
      [`knip.ts: ${knip}`],
    ],
    [
      "knip, with settings in package.json",
      {
        "package.json": {
          ...fine,
          devDependencies: { ...fine.devDependencies, knip: "^6" },
          knip: { ignore: ["dist/**"] },
        },
      },
      [`package.json: ${knip}`],
    ],
    ["knip, which ignores it", { ...using("knip ^6"), "knip.jsonc": '{ "ignore": ["generated/**"] }' }, []],
  ])("%s", async (_, more, expected) =>
    expect(await hints({ ...files, ...more })).toEqual(expected.map((text) => `hint: ${text}`)),
  );
});
