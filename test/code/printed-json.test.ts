import { expect, test } from "vitest";
import { printedJson } from "../../src/code/printed-json.js";

test.each([
  [{ a: ["b", 1, null, true] }, '{\n  "a": ["b", 1, null, true]\n}\n'],
  [{ a: [] }, '{\n  "a": []\n}\n'],
  [{ a: [["b"], { c: 1 }] }, '{\n  "a": [\n    ["b"],\n    {\n      "c": 1\n    }\n  ]\n}\n'],
  [{ a: ["x".repeat(68)], b: 1 }, `{\n  "a": ["${"x".repeat(68)}"],\n  "b": 1\n}\n`],
  [{ a: ["x".repeat(69)], b: 1 }, `{\n  "a": [\n    "${"x".repeat(69)}"\n  ],\n  "b": 1\n}\n`],
  [{ a: ["[,\n  {"] }, '{\n  "a": [\n    "[,\\n  {"\n  ]\n}\n'],
])("%j: a list of scalars is on one line where it fits, and the value is the same", (value, text) => {
  expect(printedJson(value)).toBe(text);
  expect(JSON.parse(text)).toEqual(value);
});
