import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const looser = {
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: false,
  isolatedDeclarations: false,
};

test.each([
  ["`strict` alone, which most projects have", looser],
  ["no `strict`", { ...looser, strict: false }],
  ["the library of ES2022, without DOM", { ...looser, lib: ["ES2022"] }],
  ["an older target with that library", { ...looser, target: "ES2020", lib: ["ES2022"] }],
  ["a bundler's resolution", { ...looser, module: "ESNext", moduleResolution: "Bundler" }],
  ["CommonJS", { ...looser, module: "CommonJS", moduleResolution: "Bundler", verbatimModuleSyntax: false }],
])("the SDK compiles under %s", async (_name, options) => {
  const folder = tempFolder({});
  cpSync(join(repository, "generated"), join(folder, "generated"), { recursive: true });
  expect(await typeCheck(folder, options)).toEqual([]);
});

test.each([
  ["of a contract with nothing but a schema", {}],
  [
    "of services without virtual hosts, events or queues",
    { "schemas/contract.json": { services: { svc: {} } } },
  ],
  [
    "of a service that reads all there is",
    { "schemas/contract.json": { services: { svc: { consumes: { ev: {} } } } } },
  ],
  [
    "of headers and placeholders",
    {
      "schemas/ev/event.json": {
        routingKey: "ev.{kind}.{region}",
        headers: { type: "object", properties: { region: { type: "string" } } },
      },
      "schemas/contract.json": { services: { svc: { publishes: ["ev"] } } },
    },
  ],
])("the SDK %s compiles without `strict`", async (_name, files) => {
  const schema = {
    type: "object",
    properties: { kind: { enum: ["a", "b"] }, list: { type: "array", maxItems: 0 } },
    required: ["kind"],
  };
  const folder = tempFolder({ "schemas/ev/v1.json": schema, ...files });
  expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  expect(await typeCheck(folder, { ...looser, strict: false })).toEqual([]);
});
