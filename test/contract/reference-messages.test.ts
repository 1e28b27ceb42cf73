import { expect, test } from "vitest";
import { load } from "../support/load.js";

const draft07 = "http://json-schema.org/draft-07/schema#";
const object = { type: "object" };
/** A schema that refers to something from one of its properties. */
const referring = ($ref: string, more: object = {}) => ({ ...object, properties: { a: { $ref } }, ...more });

const cases: Readonly<Record<string, { files: Record<string, unknown>; says: string; help?: string }>> = {
  "a file without its ending": {
    files: { "ev/v1.json": referring("../_s/money"), "_s/money.json": object },
    says: "The file extension is missing.",
    help: 'Write "../_s/money.json".',
  },
  "a file without its ending, with a pointer": {
    files: { "ev/v1.json": referring("../_s/money#/$defs/x"), "_s/money.json": { $defs: { x: object } } },
    says: "The file extension is missing.",
    help: 'Write "../_s/money.json".',
  },
  "a file in another case": {
    files: { "ev/v1.json": referring("../_s/Money.json"), "_s/money.json": object },
    says: 'File names are case-sensitive; the file is named "_s/money.json".',
    help: 'Write "../_s/money.json".',
  },
  "a folder in another case": {
    files: { "ev/v1.json": referring("../_S/a b.json"), "_s/a b.json": object },
    says: "File names are case-sensitive",
    help: 'Write "../_s/a%20b.json".',
  },
  "a file of another folder": {
    files: { "ev/v1.json": referring("money.json"), "_s/money.json": object },
    says: 'file "ev/money.json" not found',
    help: 'Did you mean "../_s/money.json"?',
  },
  "a file that holds settings": {
    files: { "ev/v1.json": referring("event.json"), "ev/event.json": { owner: "team" } },
    says: "ev/event.json is not a schema file",
  },
  "a question mark that is not encoded": {
    files: { "ev/v1.json": referring("what?.json"), "ev/what?.json": object },
    says: 'In a URI, "?" starts the query.',
    help: 'Write "?" in a file name as %3F.',
  },
  "a flat $id": {
    files: { "ev/v1.json": referring("currency"), "_s/money.json": { $id: "currency", ...object } },
    says: `The $id "currency" of _s/money.json is relative, so it is resolved against that file's folder.`,
    help: 'Write "../_s/money.json". Or give both an absolute $id, such as "https://example.com/currency".',
  },
  "definitions where the file has $defs": {
    files: { "ev/v1.json": referring("#/definitions/x", { $defs: { x: object } }) },
    says: 'ev/v1.json has nothing at "/definitions/x"',
    help: 'Did you mean "#/$defs/x"?',
  },
  "$defs where the file has definitions": {
    files: { "ev/v1.json": referring("#/$defs/x", { $schema: draft07, definitions: { x: object } }) },
    says: 'nothing at "/$defs/x"',
    help: 'Did you mean "#/definitions/x"?',
  },
  "a definition without the keyword that holds it": {
    files: { "ev/v1.json": referring("#/x", { $defs: { x: object } }) },
    says: 'nothing at "/x"',
    help: 'Did you mean "#/$defs/x"?',
  },
  "a pointer without its first slash": {
    files: { "ev/v1.json": referring("#$defs/x", { $defs: { x: object } }) },
    says: 'anchor "$defs/x" not found',
    help: 'Did you mean "#/$defs/x"?',
  },
  "a name where a pointer is needed": {
    files: { "ev/v1.json": referring("#x", { $defs: { x: object } }) },
    says: 'anchor "x" not found',
    help: 'Did you mean "#/$defs/x"?',
  },
  "a nested $id, which makes # mean the schema that has it": {
    files: {
      "ev/v1.json": {
        $defs: { x: object, y: { $id: "https://example.com/y", properties: { a: { $ref: "#/$defs/x" } } } },
      },
    },
    says: 'Its $id "https://example.com/y" makes "#" refer to that schema instead of the whole file.',
    help: 'Remove the $id, or refer to "v1.json#/$defs/x".',
  },
  "a nested id of draft-04 that is a bare name": {
    files: {
      "ev/v1.json": {
        $schema: "http://json-schema.org/draft-04/schema#",
        definitions: { x: object, y: { id: "y", properties: { a: { $ref: "#/definitions/x" } } } },
      },
    },
    says: 'Its $id "y" makes "#" refer to that schema',
  },
  "an $id that takes references away from the paths of files": {
    files: {
      "ev/v1.json": referring("../_s/money.json", { $id: "https://example.com/ev/v1.json" }),
      "_s/money.json": object,
    },
    says: 'resolves to "https://example.com/_s/money.json", which no file declares: the $id "https://example.com/ev/v1.json" at "ev/v1.json#" changes the base of every reference inside it.',
    help: 'Remove that $id so that references resolve by path (to "_s/money.json"), or reference the intended schema by its $id.',
  },
  "an $id that is a folder": {
    files: { "ev/v1.json": referring("x.json", { $id: "schemas/" }), "ev/x.json": object },
    says: 'resolves to "ev/schemas/x.json", which no file declares: the $id "schemas/"',
  },
};

test.each(Object.entries(cases))("the message names the cause: %s", async (_, { files, says, help }) => {
  const { findings } = await load(files);
  expect(findings.map(({ rule }) => rule)).toEqual(["ref-unresolved"]);
  expect(findings[0]?.message).toContain(says);
  if (help !== undefined) expect(findings[0]?.help).toBe(help);
});
