import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Contract } from "../../src/contract/contract.js";
import { nameEvents } from "../../src/contract/name-events.js";
import { runtimeFiles } from "../../src/files/package-files.js";
import type { Finding } from "../../src/findings/finding.js";
import { joinPointer } from "../../src/json/pointer.js";
import { generateSdk } from "../../src/sdk/generate-sdk.js";
import { nameTypes, type TypeName } from "../../src/types/type-names.js";
import { loadGood } from "../support/load.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";
import { typeFiles } from "../support/types.js";

const text = { type: "string" };
const object = { type: "object" };

test("an addition elsewhere renames no type", async () => {
  const before = await namesIn({
    "_shared/money.json": text,
    "_shared/common.json": { $defs: { Address: text } },
  });
  const added = {
    "_other/money.json": text,
    "_shared/finance/money.json": text,
    "_shared/address.json": text,
    "_shared/a.json": { $defs: { money: text, Address: text } },
    "money/v1.json": object,
  };
  const after = await namesIn({
    "_shared/money.json": text,
    "_shared/common.json": { $defs: { Address: text } },
    ...added,
  });
  expect(before).toEqual(["CommonAddress", "EventV1", "Money"]);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(new Set(after).size).toBe(after.length);
});

test.each([
  ["a URI", "https://example.com/schemas/core/money.schema.json", "DefinitionsMoney"],
  ["a URI that ends in a version", "http://asyncapi.com/definitions/3.0.0", "DefinitionsDefinitions300"],
  ["a URN", "urn:example:order:line", "DefinitionsLine"],
  ["a path of words", "com.example.Order-Line", "DefinitionsComExampleOrderLine"],
])("a key that is %s gives a short name and a hash", async (_what, key, name) => {
  const [given] = await namesIn({ "_shared/definitions.json": { $defs: { [key]: text } } });
  expect(given).toMatch(new RegExp(`^${name}X[0-9A-F]{6}$`));
});

test.each([
  ["_shared/money.json", "", "Money"],
  ["_shared/line-item.yaml", "", "LineItem"],
  ["_shared/line_item.json", "", "LineItem"],
  ["_shared/LineItem.json", "", "LineItem"],
  ["_shared/money.schema.json", "", "Money"],
  ["_shared/geo/point.json", "", "GeoPoint"],
  ["_other/money.json", "", "OtherMoney"],
  ["_shared/money.json", "/$defs/currency", "MoneyCurrency"],
  ["_shared/money.json", "/definitions/minorUnits", "MoneyMinorUnits"],
  ["_shared/money.json", "/$defs/minor_units", "MoneyMinorUnits"],
  ["_shared/money.json", "/$defs/a/$defs/b", "MoneyAB"],
  ["_shared/money.json", "/properties/amount", "MoneyAmountProperty"],
  ["paid/v1.json", "/$defs/line", "PaidV1Line"],
  ["paid/v1.json", "/$defs/Line", "PaidV1Line"],
])("the definition %s#%s is named %s", (path, pointer, name) => {
  expect(namesAt([[path, pointer]])).toEqual([name]);
});

test.each([
  ["a key with dots", "_shared/money.json", "/$defs/Minor.Units"],
  ["a URL", "_shared/money.json", "/$defs/https:~1~1example.com~1orders~1Item.json"],
  ["the empty key", "_shared/money.json", "/$defs/"],
  ["what looks like a part of a type", "_shared/paid.json", "/$defs/part1"],
  ["what looks like a hash", "_shared/paid.json", "/$defs/X12AB34"],
  ["a name of the SDK", "_shared/service-name.json", ""],
])("%s gives a hash of the place", (_what, path, pointer) => {
  expect(namesAt([[path, pointer]])[0]).toMatch(/X[0-9A-F]{6}$/);
});

test("the law: a name, and its module, is the same in every larger set, and what shares one is reported", () => {
  const word = fc.constantFrom(
    "a",
    "b",
    "A",
    "ab",
    "aB",
    "a1",
    "1",
    "v1",
    "V1",
    "part1",
    "Property",
    "é",
    "",
  );
  const spelt = fc.tuple(
    fc.array(word, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", "_", "-", "__", ".", "/"),
  );
  const segment = spelt.map(([words, separator]) => words.join(separator));
  const uri = segment.map((text) => `https://example.com/${text}/a.json`);
  const file = segment.map((text) => text.replaceAll("/", "") || "x");
  const folder = fc.constantFrom("_shared", "_a", "_shared/a", "_A", "_shared/_a", "a", "_a/b", "_shared/b");
  const version = fc.constantFrom("a/v1.json", "a/v11.json", "ab/v1.json", "a.b/v1.json");
  const extension = fc.constantFrom(".json", ".schema.json");
  const path = fc.oneof(
    fc.tuple(folder, file, extension).map(([a, b, c]) => `${a}/${b}${c}`),
    version,
  );
  const container = fc.constantFrom("$defs", "definitions", "properties");
  const step = fc
    .tuple(container, fc.oneof(segment, uri))
    .map(([a, b]) => joinPointer(joinPointer("", a), b));
  const pointer = fc.oneof(
    fc.constant(""),
    step,
    fc.tuple(step, step).map((steps) => steps.join("")),
  );
  const places = fc.uniqueArray(fc.tuple(path, pointer), {
    maxLength: 40,
    selector: (place) => place.join("#"),
  });
  fc.assert(
    fc.property(places, places, (some, more) => {
      const known = new Set(some.map((place) => place.join("#")));
      const all = [...more.filter((place) => !known.has(place.join("#"))), ...some];
      const { named, findings, versions } = namedAt(all);
      const names = named.map((each) => each?.name);
      expect(names.slice(all.length - some.length)).toEqual(namesAt(some));
      const together = [...names, ...versions];
      expect(findings.map(({ rule }) => rule)).toEqual(
        Array.from({ length: together.length - new Set(together).size }, () => "type-name-taken"),
      );
      const modules = new Map(all.map(([each], index) => [each, named[index]?.module.toLowerCase()]));
      expect(new Set(modules.values()).size).toBe(modules.size);
    }),
    { seed: 1, numRuns: 300 },
  );
});

describe("two definitions whose types would have the same name", () => {
  const files = {
    "_shared/d.json": { $defs: { foo_bar: text, FooBar: { type: "number" } } },
    "_shared/order-v1.json": text,
    "order/v1.json": {
      type: "object",
      properties: {
        a: { $ref: "../_shared/d.json#/$defs/foo_bar" },
        b: { $ref: "../_shared/d.json#/$defs/FooBar" },
        c: { $ref: "../_shared/order-v1.json" },
      },
    },
  };
  const generated = async (settings: object) => {
    const contract = await loadGood({ ...files, "contract.json": settings });
    return generateSdk(contract, { runtime: runtimeFiles() });
  };

  test("are an error that says what to do", async () => {
    const { findings } = await generated({});
    const taken = findings.filter(({ rule }) => rule === "type-name-taken");
    expect(taken.map(({ file, pointer, message }) => [`${file}#${pointer}`, message])).toEqual([
      [
        "_shared/d.json#/$defs/foo_bar",
        "The type of _shared/d.json#/$defs/foo_bar would be named DFooBar, like the type of _shared/d.json#/$defs/FooBar.",
      ],
      [
        "_shared/order-v1.json#",
        "The type of _shared/order-v1.json would be named OrderV1, like the type of order/v1.json.",
      ],
    ]);
    expect(taken[0]?.help).toMatch(
      /"typeNames": \{"_shared\/d\.json#\/\$defs\/foo_bar":"DFooBarX[0-9A-F]{6}"\}/,
    );
  });

  test("may be named in contract.json, and an entry that names nothing is reported", async () => {
    const typeNames = {
      "_shared/d.json#/$defs/foo_bar": "OldBar",
      "_shared/order-v1.json": "OrderText",
      "_shared/gone.json": "Gone",
    };
    const { files: sdk, findings } = await generated({ typeNames });
    expect(findings.map(({ rule, severity, pointer }) => [rule, severity, pointer])).toEqual([
      ["type-name-unused", "warning", "/typeNames/_shared~1gone.json"],
    ]);
    expect(sdk.get("shared/d.ts")).toContain("export type OldBar = string;");
    expect(sdk.get("shared/d.ts")).toContain("export type DFooBar = number;");
    expect(sdk.get("shared/order-v1.ts")).toContain("export type OrderText = string;");
  });

  test("name a type of the SDK's own in no way", async () => {
    const typeNames = {
      "_shared/d.json#/$defs/foo_bar": "ServiceName",
      "_shared/order-v1.json": "OrderText",
    };
    const { findings } = await generated({ typeNames });
    expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        "type-name-taken",
        "The type of _shared/d.json#/$defs/foo_bar would be named ServiceName, like an export of the SDK.",
      ],
    ]);
  });
});

test("a key that is a sentence gives a name of at most 64 characters", async () => {
  const [name = ""] = (
    await namesIn({ "_shared/x.json": { $defs: { ["a very long sentence ".repeat(20)]: text } } })
  ).filter((each) => each !== "EventV1");
  expect(name.length).toBeLessThanOrEqual(64);
  expect(name).toMatch(/^XAVeryLongSentence.*X[0-9A-F]{6}$/);
});

test("no definition takes a name that the SDK exports, or that its types use", async () => {
  const names = await namesIn({
    "_shared/ServiceName.json": text,
    "_shared/Exclude.json": text,
    "_shared/Rabbit.json": text,
    "_shared/PublishError.json": text,
  });
  expect(names.filter((name) => /^(?:ServiceName|Exclude|Rabbit|PublishError)$/.test(name))).toEqual([]);
  expect(names).toHaveLength(5);
});

test("names that the library cannot declare are exported all the same", async () => {
  const files = await filesOf({
    "_shared/größe.json": text,
    "_shared/order-2nd.json": text,
    "event/v1.json": {
      ...object,
      properties: { a: { $ref: "../_shared/größe.json" }, b: { $ref: "../_shared/order-2nd.json" } },
    },
  });
  const module = Object.keys(files).find((path) => /^shared\/Größe-[0-9a-f]{6}\.ts$/.test(path));
  const use = `import type { EventV1 } from "./events/event/v1.types.js";
import type { Größe } from ${JSON.stringify(`./${module?.replace(/ts$/, "js")}`)};
import type { Order2nd } from "./shared/order-2nd.js";
export const a: Größe = "x";
export const b: Order2nd = "y";
export const event: EventV1 = { a, b };
`;
  expect(await typeCheck(tempFolder({ ...files, "use.ts": use }))).toEqual([]);
});

type Place = readonly [path: string, pointer: string];

function namesAt(places: readonly Place[]): (string | undefined)[] {
  return namedAt(places).named.map((name) => name?.name);
}

/** The names of definitions at some places of a contract that has all version files among them. */
function namedAt(places: readonly Place[]): {
  readonly named: readonly (TypeName | undefined)[];
  readonly findings: readonly Finding[];
  /** Of versions whose roots are not among the places. */
  readonly versions: readonly (string | undefined)[];
} {
  const definitions = places.map(([path, pointer]) => ({
    location: `${path}#${pointer}`,
    path,
    pointer,
    schema: true,
  }));
  const paths = [
    ...new Set(
      places.map(([path]) => path).filter((path) => /\/v\d+\.json$/.test(path) && !path.startsWith("_")),
    ),
  ];
  const events = paths.map((path) => {
    const [name = "", file = ""] = path.split("/");
    const version = { label: file.replace(".json", ""), location: `${path}#`, source: { path } };
    return { name, folder: name, versions: [version] };
  });
  const contract = {
    events,
    definitions: new Map(definitions.map((each) => [each.location, each])),
    typeNames: new Map(),
  } as unknown as Contract;
  const own = nameEvents(contract.events).names;
  const { names, findings } = nameTypes(contract, own, new Set(["ServiceName"]));
  const roots = paths.map((path) => `${path}#`).filter((location) => !contract.definitions.has(location));
  return {
    named: definitions.map(({ location }) => names.get(location)),
    findings,
    versions: roots.map((location) => names.get(location)?.name),
  };
}

async function filesOf(files: Readonly<Record<string, unknown>>): Promise<Record<string, string>> {
  return Object.fromEntries(await typeFiles(await loadGood({ "event/v1.json": object, ...files })));
}

async function namesIn(files: Readonly<Record<string, unknown>>): Promise<string[]> {
  return Object.values(await filesOf(files))
    .flatMap((file) => file.match(/(?<=^export type )\w+/gm) ?? [])
    .sort();
}
