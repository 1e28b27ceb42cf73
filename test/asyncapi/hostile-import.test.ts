import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { isObject, type Json } from "../../src/json/json.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { hostileTexts } from "./hostile-contract.js";

/** Names that are members of every object, that mean a folder or a file, or that are too long for one. */
const hostileNames = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "prototype",
  "../../outside",
  "/etc/passwd",
  "C:\\outside",
  "a\0b",
  ".",
  "..",
  "...",
  "",
  " ",
  "con",
  "v1",
  "v1.json",
  "event.json",
  "contract.json",
  "_shared",
  "examples",
  "node_modules",
  "~0~1",
  "%2e%2e",
  "long".repeat(2_000),
];
const texts = [...hostileNames, ...hostileTexts];

function membersOf(valueOf: (text: string, index: number) => Json): Record<string, Json> {
  return Object.fromEntries(texts.map((text, index) => [text, valueOf(text, index)]));
}

function pointerTo(text: string): string {
  return encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));
}

/** A document whose every name and text is one of these. */
const document = {
  asyncapi: "3.0.0",
  info: { title: hostileTexts[0], version: "1", description: hostileTexts[3] },
  channels: membersOf((text, index) => ({
    address: text,
    description: texts[(index + 1) % texts.length] ?? "",
    messages: { [text]: { $ref: `#/components/messages/${pointerTo(text)}` } },
    bindings: {
      amqp:
        index % 2 === 0
          ? { is: "queue", queue: { name: text } }
          : { is: "routingKey", exchange: { name: text, type: "topic", vhost: text } },
    },
    [`x-${text}`]: text,
  })),
  operations: membersOf((text, index) => ({
    action: index % 2 === 0 ? "receive" : "send",
    channel: { $ref: `#/channels/${pointerTo(text)}` },
    description: text,
  })),
  components: {
    messages: membersOf((text) => ({
      name: text,
      summary: text,
      payload: {
        type: "object",
        description: text,
        properties: {
          ...Object.fromEntries([[text, { type: "string" }]]),
          self: { $ref: `#/components/schemas/${pointerTo(text)}` },
        },
      },
      examples: [{ name: text, payload: Object.fromEntries([[text, text]]) }],
    })),
    schemas: membersOf((text) => ({ title: text, enum: [text, { $ref: "/etc/passwd" }] })),
  },
};

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each as Json));
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]) : [];
}

describe.each([
  ["json", JSON.stringify(document)],
  ["yaml", stringify(document, { aliasDuplicateObjects: false })],
])("a document in %s of hostile names and texts", (syntax, text) => {
  const name = `asyncapi.${syntax}`;

  test("becomes files below the folder only, with its texts as texts", async () => {
    const folder = tempFolder({ [`in/${name}`]: text });
    const { code, err } = await runCli(join(folder, "in"), ["import", "asyncapi", name, "--out", "made"]);
    expect(err).toBe("");
    expect(code).toBe(1);
    expect(readdirSync(folder)).toEqual(["in"]);
    expect(readdirSync(join(folder, "in")).sort()).toEqual([name, "made"]);
    const files = readdirSync(join(folder, "in/made"), { recursive: true, encoding: "utf8" });
    expect(files.filter((path) => /\p{Cc}|(?:^|\/)\.+(?:\/|$)/u.test(path))).toEqual([]);
    expect(
      Math.max(...files.flatMap((path) => path.split("/")).map((each) => Buffer.byteLength(each))),
    ).toBeLessThan(256);
    const values = files
      .filter((path) => path.endsWith(".json"))
      .map((path) => JSON.parse(readFileSync(join(folder, "in/made", path), "utf8")) as Json);
    const found = new Set(values.flatMap(textsIn));
    expect(texts.filter((each) => !found.has(each))).toEqual([]);
    expect(Object.hasOwn(Object.prototype, "address")).toBe(false);
  });

  test("is reported without a control character, and compiles", async () => {
    const folder = tempFolder({ [name]: text });
    const { out } = await runCli(folder, ["import", "asyncapi", name]);
    expect(out).not.toMatch(/^\s*::|##\[|\p{Cc}(?<!\n)|\u202E|\u2028/mu);
    const generated = await runCli(folder, ["generate"]);
    expect(generated.err).not.toContain("error");
    expect(generated.code).toBe(0);
  });

  test("is exported again, to the same document each time", async () => {
    const folder = tempFolder({ [name]: text });
    await runCli(folder, ["import", "asyncapi", name]);
    const { code, out } = await runCli(folder, ["asyncapi"]);
    expect(code).toBe(0);
    const again = tempFolder({ "asyncapi.json": out });
    const imported = await runCli(again, ["import", "asyncapi", "asyncapi.json"]);
    expect(imported.out).not.toMatch(/import-/);
    expect(imported).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse((await runCli(again, ["asyncapi"])).out)).toEqual(JSON.parse(out));
  });
});
