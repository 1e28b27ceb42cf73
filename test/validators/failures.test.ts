import { expect, test } from "vitest";
import { validator } from "../../runtime/validate/validator.js";
import type { Json } from "../../src/json/json.js";
import { bundlesOf } from "../../src/sdk/generate-sdk.js";
import { failuresOf } from "../../src/validators/compile-task.js";
import { compileValidators } from "../../src/validators/compile-validators.js";
import { loadGood } from "../support/load.js";
import { printedValidators } from "../support/printed-validators.js";

const text = { type: "string" };
const level = (name: string, inner: object): object => ({
  allOf: [inner, { properties: { [name]: text } }],
  required: [name],
});
const nested = {
  type: "object",
  allOf: [level("a", level("b", { properties: { m: level("c", { properties: { d: text } }) } }))],
};
const message = { a: 1, b: "x", m: { d: 1, extra: true }, other: 1 };
const expected = [
  "/a must be string",
  "/m/d must be string",
  '/m must have property "c"',
  ' must not have property "other"',
  '/m must not have property "extra"',
].sort();

test("an invalid message lists each failure once, however many levels of allOf are above it", async () => {
  await expectFailures(nested, message, expected);
});

test.each(["oneOf", "anyOf"])("a property of another branch of %s is the only failure", async (keyword) => {
  const branch = (kind: string, name: string): object => ({
    properties: { kind: { const: kind }, data: { type: "object", properties: { [name]: text } } },
    required: ["kind", "data"],
  });
  const union = { type: "object", [keyword]: [branch("a", "x"), branch("b", "y"), branch("c", "z")] };
  await expectFailures(union, { kind: "b", data: { z: "1" } }, ['/data must not have property "z"']);
});

test("what fails in a branch of a condition is listed, not that the branch fails", async () => {
  const schema = { type: "object", if: { required: ["a"] }, then: { required: ["b"] }, else: false };
  await expectFailures(schema, { a: 1 }, [' must have property "b"']);
  await expectFailures(schema, {}, [" is not allowed"]);
});

/** Expects these failures of the writer's form, on both paths. */
async function expectFailures(schema: object, value: Json, failures: readonly string[]): Promise<void> {
  const contract = await loadGood({ "event/v1.json": JSON.stringify(schema) });
  const [version] = contract.events.flatMap((event) => event.versions);
  if (version === undefined) throw new Error("the contract has no version");
  const { reader, writer = reader } = bundlesOf(version, contract);
  const forms = new Map([["write", writer]]);
  const compiled = compileValidators(forms).validators.get("write");
  const printed = printedValidators(forms).get("write");
  if (compiled === undefined || printed === undefined) throw new Error("the writer's form was not compiled");
  const listed = failuresOf(compiled, value).map(({ pointer, message: why }) => `${pointer} ${why}`);
  expect(listed.sort()).toEqual(failures);
  const validation = validator(printed)(value);
  if (validation.valid) throw new Error("the message is invalid");
  expect(validation.failures.map(({ path, message: why }) => `${path} ${why}`).sort()).toEqual(failures);
  expect(validation.omitted).toBe(0);
}
