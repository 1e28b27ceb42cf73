import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, expectClean, expectRefused, removeSdksAfterwards, Sdk } from "./sdk-under-test.js";

const ev = { "schemas/ev/v1.json": { type: "object" } };

removeSdksAfterwards();

describe("a contract.json that is none is refused at its place", () => {
  test.each([
    ["null", "null", "1:1"],
    ["a list", "[]", "1:1"],
    ["a boolean", "true", "1:1"],
    ["a text", '"x"', "1:1"],
    ["nothing", "", "1:1"],
    ["an open brace", "{", "1:2"],
    ["an unknown key", '{"x":1}', "1:[12]"],
    ["the key __proto__", '{"__proto__":{"exchange":"x"}}', "1:[12]"],
    ["a null for services", '{"services":null}', "1:13"],
    ["a service without a name", '{"services":{"":{}}}', "1:1[34]"],
    ["an event called __proto__", '{"services":{"s":{"consumes":{"__proto__":{}}}}}', "1:31"],
    ["an event called constructor", '{"services":{"s":{"consumes":{"constructor":{}}}}}', "1:31"],
    ["a published event called toString", '{"services":{"s":{"publishes":["toString"]}}}', "1:32"],
    [
      "a version called __proto__",
      '{"services":{"s":{"consumes":{"ev":{"versions":["__proto__"]}}}}}',
      "1:4[89]",
    ],
    ["an exchange with a newline, which RabbitMQ would drop", '{"exchange":"a\\nb"}', "1:1[23]"],
    ["an exchange with a NUL", '{"exchange":"a\\u0000b"}', "1:1[23]"],
    ["an exchange with half a character, which no UTF-8 can carry", '{"exchange":"a\\ud800b"}', "1:1[23]"],
    ["an exchange in the broker's own name space", '{"exchange":"amq.mine"}', "1:1[23]"],
    ["a virtual host with half a character", '{"vhost":"a\\ud800b"}', "1:1[0-1]"],
  ])("%s", async (_, text, place) => {
    const ran = await cli({ ...ev, "schemas/contract.json": text }, "generate");
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(new RegExp(`^schemas/contract\\.json:${place} error `, "m"));
  });
});

describe("an event.json that is none is refused at its place", () => {
  test.each([
    ["null", "null", "1:1"],
    ["a list", "[]", "1:1"],
    ["the key __proto__", '{"__proto__":{"exchange":"x"}}', "1:[12]"],
    ["a version called __proto__", '{"versions":{"__proto__":{"deprecated":true}}}', "1:1[34]"],
    ["a number as owner", '{"owner":1}', "1:10"],
    ["a routing key of 256 bytes", `{"routingKey":"${"é".repeat(128)}"}`, "1:15"],
    ["a routing key with half a character", '{"routingKey":"\\ud800"}', "1:15"],
    ["an exchange of 128 letters", `{"exchange":"${"x".repeat(128)}"}`, "1:13"],
  ])("%s", async (_, text, place) => {
    const ran = await cli({ ...ev, "schemas/ev/event.json": text }, "generate");
    expect(ran.err).not.toContain("bug in rabbitgen");
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(new RegExp(`^schemas/ev/event\\.json:${place} error `, "m"));
  });
});

test("a service called __proto__ or constructor is a service like any other, or an error", async () => {
  const services =
    '{"services":{"__proto__":{"vhost":"/p","consumes":{"ev":{"versions":["v1"]}}},"constructor":{"publishes":["ev"]},"toString":{}}}';
  const sdk = await Sdk.of({
    ...ev,
    "schemas/contract.json": services,
    "use.ts":
      'import type { ServiceName } from "./generated/index.js";\nexport const all: ServiceName[] = ["__proto__", "constructor", "toString"];\n',
  });
  if (sdk.ran.code !== 0) return expectRefused(sdk.ran, "schemas/contract.json:1:14", /__proto__/);
  expectClean(sdk.ran);
  expect(sdk.errors).toEqual([]);
  // In an object literal, a plain `"__proto__": …` would be the prototype, not a member.
  expect(readFileSync(join(sdk.folder, "generated/contract.ts"), "utf8")).not.toMatch(
    /^\s*(?:"__proto__"|__proto__): /m,
  );
});
