import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { evilNames } from "./evil-texts.js";
import {
  cli,
  expectClean,
  expectRefused,
  type Probed,
  type RanIn,
  removeSdksAfterwards,
  Sdk,
} from "./sdk-under-test.js";

const open = { type: "object", properties: { x: { type: "string" } } };
const windowsDevice = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

removeSdksAfterwards();

/** Files and folders below a folder, as `/` paths. */
function pathsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" });
}

describe("odd names of event folders work", () => {
  const events = [
    "con", "PRN", "aux.txt", "com1", "com¹", "LPT9", "CONIN$", "nul/order", "order/aux",
    "a-b", "c d", "1abc", "42", "default", "class", "constructor", "prototype", "toString", "hasOwnProperty", "import",
    "index", "runtime", "contract", "connect", "connectTo", "Rabbit", "Retry", "publisher", "await", "arguments",
    "eval", "undefined", "null", "NaN", "any", "unknown", "never", "string", "Array", "Promise", "Record", "Readonly", "Object", "globalThis",
    "EventVersion", "EventFamily", "Validator", "reader", "writer", "read", "write", "Failures", "validate0",
    "日本", "é", "ª", "🐰", "\u202eevil", "e\u200bf", "g\u2028h",
    'q"q', "r'r", "s`$" + "{globalThis.pwned = 1}`", "t\\t", "u;globalThis.pwned = 1;", "*|globalThis.pwned = 1|*", "w--%>",
    "-rf", "--out", "@scope", "@ts-nocheck", "x:y", "y?z", "%2e%2e", "#h", "$i", "z.", "events", "rabbitgen.json", "node.js",
    "k".repeat(120),
  ]; // biome-ignore format: a table
  let sdk: Sdk;
  let probed: Probed;
  beforeAll(async () => {
    sdk = await Sdk.of(Object.fromEntries(events.map((event) => [`schemas/${event}/v1.json`, open])));
    probed = await sdk.probe({});
  });
  test("generates, or refuses by name", () => expect(sdk.ran.code, sdk.ran.err.slice(0, 3_000)).toBe(0));
  test("type-checks under the strictest flags", () => expect(sdk.errors).toEqual([]));
  test("exports every event and every version, and runs no injected code", () => {
    expect(probed).toMatchObject({ pwned: false, polluted: [] });
    expect(probed.exported.filter((name) => name.endsWith("V1"))).toHaveLength(events.length);
  });
  test("writes no name that Windows cannot hold", () => {
    const parts = pathsIn(join(sdk.folder, "generated")).flatMap((path) => path.split("/"));
    expect(parts.filter((part) => windowsDevice.test(part) || /[<>:"|?*\\\p{Cc}]|[. ]$/u.test(part))).toEqual(
      [],
    );
  });
  test("writes no name that needs more than 143 bytes, the least of the file systems in use (eCryptfs)", () => {
    const parts = pathsIn(join(sdk.folder, "generated")).flatMap((path) => path.split("/"));
    expect(parts.filter((part) => Buffer.byteLength(part) > 143)).toEqual([]);
  });
});

describe("event folders whose names meet are an error that names both", () => {
  test.each([
    ["differ in case only", "order", "Order"],
    ["differ in case inside a word", "orderPaid", "orderpaid"],
    ["differ in their separator", "order_paid", "order-paid"],
    ["differ in trailing separators", "order", "order__"],
    ["have no letters at all", "🐰", "🐢"],
    ["are the same event twice", "order/paid", "order.paid"],
    ["differ in the Kelvin sign", "k", "\u212a"],
    ["have ß for ss", "ß", "ss"],
    ["differ in Unicode normalisation, which macOS does not keep apart", "caf\u00e9", "cafe\u0301"],
    ["differ after 150 letters", `${"x".repeat(150)}a`, `${"x".repeat(150)}b`],
    ["differ in an invisible character", "ab", "a\u200bb"],
    ["make the same version constant", "order", "order_v1"],
  ])("%s", async (name, first, second) => {
    const ran = await cli(
      { [`schemas/${first}/v1.json`]: open, [`schemas/${second}/v1.json`]: { type: "object" } },
      "generate",
    );
    if (/150|invisible/.test(name) && ran.code === 0) {
      // Two different identifiers are fine, as long as neither event's files replace the other's.
      expectClean(ran);
      expect(
        pathsIn(join(ran.folder, "generated", "events")).filter((path) => path.endsWith("v1.types.ts")),
      ).toHaveLength(2);
      return;
    }
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(ran.code).toBe(2);
    const error = ran.err.split("\n").slice(0, 3).join("\n");
    expect(error).toContain(`${first}/`);
    expect(error).toContain(`${second.replace("\u200b", "·")}/`);
  });
});

describe("names that cannot be an event are refused", () => {
  test.each([
    ["a newline", "a\nb"],
    ["a carriage return", "a\rb"],
    ["a terminal's escape sequence", "a\u001b[2Jb"],
    ["a bell", "a\u0007b"],
    ["a newline and a workflow command", "a\n::error file=x::pwned"],
    ["more bytes than AMQP carries, 255", `${"a".repeat(200)}/${"b".repeat(200)}`],
  ])("%s", async (_, event) => {
    const ran = await cli({ [`schemas/${event}/v1.json`]: open }, "generate");
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^schemas\/a.* error [a-z-]+\n {2}The event name /m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(ran.err + ran.out).not.toMatch(/[\u001b\u0007\r]|^::/m);
  });
  test.each(["__proto__", "_private", ".hidden", "node_modules"])(
    "%s holds no events, which is said",
    async (event) => {
      const ran = await cli({ [`schemas/${event}/v1.json`]: open }, "generate");
      expect(ran.code).toBe(2);
      expect(ran.err).toMatch(/^rabbitgen: .*no event/);
    },
  );
});

describe("version numbers", () => {
  const refused = (ran: RanIn, file: string): void =>
    expectRefused(ran, `schemas/ev/${file}`, /error version-name/);
  test.each(["v0.json", "v01.json", "V1.json", "v1.0.json", "1.json"])(
    "%s beside v1.json is refused, not passed over",
    async (file) =>
      refused(await cli({ "schemas/ev/v1.json": open, [`schemas/ev/${file}`]: open }, "generate"), file),
  );
  test.each(["v99999999999.json", "v9007199254740993.json", `v${"9".repeat(200)}.json`])(
    "%s works, or is refused with a help that is not its own name",
    async (file) => {
      const ran = await cli({ [`schemas/ev/${file}`]: open }, "generate");
      if (ran.code === 0) return expectClean(ran);
      refused(ran, file);
      expect(ran.err).not.toContain(`help: Call it ${file}`);
      expect(ran.err).not.toMatch(/help: Call it .*e\+/);
    },
  );
});

describe("names of definitions, which become names of types", () => {
  test("in unusual spellings, or without any letter, stay apart", async () => {
    const names = [
      "a-b",
      "ab",
      "",
      " ",
      "🐰",
      "🐢",
      '";globalThis.pwned=1;"',
      "V1",
      "EvV1",
      "string",
      "Array",
      "Date",
      ...evilNames,
    ].filter((name, index, all) => all.indexOf(name) === index);
    const pointer = (name: string): string =>
      encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
    const schema = {
      type: "object",
      properties: Object.fromEntries(
        names.map((name, index) => [`p${index}`, { $ref: `#/$defs/${pointer(name)}` }]),
      ),
      $defs: Object.fromEntries(
        names.map((name, index) => [
          name,
          { type: "object", properties: { [`only${index}`]: { const: index } } },
        ]),
      ),
    };
    const sdk = await Sdk.of({
      "schemas/ev/v1.json": schema,
      "use.ts": `import type { EvV1 } from "./generated/index.js";\nexport const use: EvV1 = {\n${names
        .map((_, index) => `  p${index}: { only${index}: ${index} },`)
        .join("\n")}\n};\n`,
    });
    expect(sdk.errors).toEqual([]);
  });
  test("and shared files called as devices, in odd folders, stay inside the output and apart", async () => {
    const files = [
      "_shared/con.json",
      "_shared/CON.json",
      "_shared/a b.json",
      "_shared/a-b.json",
      "_shared/a..b.json",
      "_x/__proto__.json",
      "_x/index.json",
      "_x/🐰.json",
    ];
    const sdk = await Sdk.of({
      ...Object.fromEntries(
        files.map((file, index) => [
          `schemas/${file}`,
          { type: "object", properties: { [`only${index}`]: { const: index } } },
        ]),
      ),
      "schemas/ev/v1.json": {
        type: "object",
        properties: Object.fromEntries(
          files.map((file, index) => [
            `p${index}`,
            { $ref: `../${file.split("/").map(encodeURIComponent).join("/")}` },
          ]),
        ),
      },
      "use.ts": `import type { EvV1 } from "./generated/index.js";\nexport const use: EvV1 = {\n${files
        .map((_, index) => `  p${index}: { only${index}: ${index} },`)
        .join("\n")}\n};\n`,
    });
    expect(sdk.errors).toEqual([]);
    const parts = pathsIn(join(sdk.folder, "generated")).flatMap((path) => path.split("/"));
    expect(parts.filter((part) => windowsDevice.test(part))).toEqual([]);
    const lower = pathsIn(join(sdk.folder, "generated")).map((path) => path.toLowerCase());
    expect(new Set(lower).size).toBe(lower.length);
  });
});

describe("rabbitgen new", () => {
  test.each([
    "../../evil",
    "/tmp/rabbitgen-evil",
    "..",
    ".",
    "",
    "a//b",
    "a/../../b",
    "..\\..\\b",
    "a\nb",
    "a\0b",
    "__proto__",
    ".hidden",
    "_x",
    "node_modules",
    "x".repeat(300),
  ])("refuses the event %j and writes nothing", async (event) => {
    const ran = await cli({ "schemas/ev/v1.json": open }, "new", "--", event);
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(ran.code).toBe(2);
    expect(pathsIn(ran.folder).sort()).toEqual(["schemas", "schemas/ev", "schemas/ev/v1.json"]);
  });
});
