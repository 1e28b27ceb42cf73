import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

/** A run of the command line, and where. */
export interface RanIn extends Ran {
  readonly folder: string;
}

/** What a generated version says of one message. */
export interface Verdicts {
  readonly reader: boolean;
  readonly writer: boolean;
  /** The text of whatever a validator threw. */
  readonly thrown?: string;
}

/** What a process that imported the generated SDK saw. */
export interface Probed {
  readonly said: Readonly<Record<string, readonly Verdicts[]>>;
  /** `globalThis.pwned`, which injected code would set. */
  readonly pwned: boolean;
  /** Keys that every object has and should not have. */
  readonly polluted: readonly string[];
  readonly exported: readonly string[];
}

/** Runs the command line in a new folder with these files. */
export async function cli(files: Readonly<Record<string, unknown>>, ...argv: string[]): Promise<RanIn> {
  const folder = tempFolder(files);
  return { folder, ...(await runCli(folder, argv)) };
}

/** Generates from one schema (text or a JSON value) as `schemas/ev/v1.json`. */
export function generateOne(schema: unknown, files: Readonly<Record<string, unknown>> = {}): Promise<RanIn> {
  return cli({ "schemas/ev/v1.json": schema, ...files }, "generate");
}

/** The work is done, and nothing looks like a crash. */
export function expectClean({ code, err }: Ran): void {
  expect(err).not.toMatch(/bug in rabbitgen|^\s+at .*:\d+:\d+\)?$/m);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
}

/** Refused with exit 2, and a finding that starts a line with this place; never a stack trace. */
export function expectRefused({ code, err }: Ran, place: string, says: RegExp): void {
  expect(err).not.toMatch(/bug in rabbitgen|^\s+at .*:\d+:\d+\)?$/m);
  expect(code).toBe(2);
  expect(
    err.split("\n").filter((line) => line.startsWith(`${place} error `)).length,
    err.slice(0, 2_000),
  ).toBeGreaterThan(0);
  expect(err).toMatch(says);
}

/** A generated SDK, type-checked under the strictest flags and compiled; shared by the tests of one file. */
export class Sdk {
  readonly folder: string;
  readonly ran: Ran;
  /** What the compiler says, or why there was nothing to compile. */
  readonly errors: readonly string[];

  private constructor(folder: string, ran: Ran, errors: readonly string[]) {
    this.folder = folder;
    this.ran = ran;
    this.errors = errors;
  }

  /** Generates and compiles; call it in `beforeAll`. */
  static async of(files: Readonly<Record<string, unknown>>): Promise<Sdk> {
    const folder = mkdtempSync(join(tmpdir(), "rabbitgen-test-"));
    folders.push(folder);
    writeFiles(folder, files);
    const ran = await runCli(folder, ["generate"]);
    const errors =
      ran.code === 0
        ? await typeCheck(folder, { noEmit: false, outDir: "js" })
        : [`exit ${ran.code}: ${ran.err.slice(0, 2_000)}`];
    return new Sdk(folder, ran, errors);
  }

  /**
   * Validates messages, JSON texts by the exported name of a version, in a process of their own. `compare` also looks
   * whether a validator changed the message, which `JSON.stringify` cannot do for the deepest ones.
   */
  probe(messages: Readonly<Record<string, readonly string[]>>, compare = true): Promise<Probed> {
    writeFileSync(join(this.folder, "messages.json"), JSON.stringify({ messages, compare }));
    writeFileSync(join(this.folder, "probe.mjs"), probeProgram);
    return new Promise((resolve, reject) => {
      const options = { cwd: this.folder, maxBuffer: 256 * 1024 * 1024 };
      execFile(process.execPath, ["probe.mjs"], options, (error, out, err) => {
        if (error) reject(new Error(`${error.message}\n${err}`));
        else resolve(JSON.parse(out.slice(out.lastIndexOf("\n@@") + 3)) as Probed);
      });
    });
  }
}

const folders: string[] = [];

/** Call once in a file that uses {@link Sdk}. */
export function removeSdksAfterwards(): void {
  afterAll(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
}

const probeProgram = `
import { readFileSync } from "node:fs";
const before = new Set(Object.getOwnPropertyNames(Object.prototype));
const sdk = await import("./js/generated/index.js");
const { messages, compare } = JSON.parse(readFileSync("messages.json", "utf8"));
const textOf = (value) => (compare ? JSON.stringify(value) : "");
for (const name of Object.keys(messages)) if (!sdk[name]) throw new Error("the SDK exports no " + name);
const ask = async (version, text) => {
  try {
    const { reader, writer } = await version.validators();
    const value = JSON.parse(text);
    const snapshot = textOf(value);
    const said = { reader: reader(value).valid, writer: writer(value).valid };
    if (textOf(value) !== snapshot) throw new Error("the validator changed the message");
    return said;
  } catch (error) {
    return { reader: false, writer: false, thrown: String(error) };
  }
};
const said = {};
for (const [name, texts] of Object.entries(messages)) said[name] = await Promise.all(texts.map((text) => ask(sdk[name], text)));
const polluted = Object.getOwnPropertyNames(Object.prototype).filter((key) => !before.has(key));
for (const key in {}) polluted.push(key);
console.log("\\n@@" + JSON.stringify({ said, pwned: globalThis.pwned !== undefined, polluted, exported: Object.keys(sdk) }));
`;
