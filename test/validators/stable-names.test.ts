import { expect, test } from "vitest";
import { withStableNames } from "../../src/validators/stable-names.js";

const globals = {
  names: new Map([["validate7", "readOrder"]]),
  wrappers: new Map([["wrapper0", "readTree"]]),
};
const named = (code: string): string => withStableNames(code, globals);

test("a local name has the least number that no block around it has", () => {
  expect(named("{let data3 = 1;{let data9 = data3;}}{const data12 = 2;}")).toBe(
    "{let data0 = 1;{let data1 = data0;}}{const data0 = 2;}",
  );
  expect(named("for(const key4 of x){key4;}for(const key5 of x){key5;}")).toBe(
    "for(const key0 of x){key0;}for(const key0 of x){key0;}",
  );
});

test("a `var` never has the name of a `let`, since it leaves its block", () => {
  expect(named("let valid7 = 1;{var valid8 = 2;}")).toBe("let valid0 = 1;{var valid_0 = 2;}");
});

test("a name that is used outside of the block that declares it keeps its form, and no other takes it", () => {
  expect(named("{var valid0 = 1;let data5;}valid0;let valid3;")).toBe(
    "{var valid0 = 1;let data0;}valid0;let valid1;",
  );
});

test("functions of the module have their names, and texts and members stay", () => {
  expect(
    named('validate7(data.validate7, "validate7", wrapper0.validate(1), wrapper0.validate.errors)'),
  ).toBe('readOrder(data.validate7, "validate7", readTree(1), readTree.errors)');
});
