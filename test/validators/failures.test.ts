import { expect, test } from "vitest";
import { bundlesOf } from "../../src/generate.js";
import { failuresOf } from "../../src/validators/compile-task.js";
import { compileValidators } from "../../src/validators/compile-validators.js";
import { validator } from "../../templates/runtime/validator.js";
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
  '/m must have the property "c"',
  ' must not have the property "other"',
  '/m must not have the property "extra"',
].sort();

test("an invalid message lists each failure once, however many levels of allOf are above it", async () => {
  const contract = await loadGood({ "event/v1.json": JSON.stringify(nested) });
  const [version] = contract.events.flatMap((event) => event.versions);
  if (version === undefined) throw new Error("the contract has no version");
  const { reader, writer = reader } = bundlesOf(version, contract);
  const forms = new Map([["write", writer]]);
  const compiled = compileValidators(forms).validators.get("write");
  const printed = printedValidators(forms).get("write");
  if (compiled === undefined || printed === undefined) throw new Error("the writer's form was not compiled");
  const listed = failuresOf(compiled, message).map(({ pointer, message: why }) => `${pointer} ${why}`);
  expect(listed.sort()).toEqual(expected);
  const validation = validator(printed)(message);
  if (validation.valid) throw new Error("the message is invalid");
  expect(validation.failures.map(({ path, message: why }) => `${path} ${why}`).sort()).toEqual(expected);
  expect(validation.omitted).toBe(0);
});
