import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const html = "the HTML and the Markdown of the catalogue have the same parts";

/** Names that two files of `src` export under, each with why. */
const allowed: Readonly<Record<string, string>> = {
  Exchange: "the contract's, and the embedded broker's own, whose model has the names of AMQP",
  code: html,
  consumptionCells: html,
  consumptionHead: html,
  eventPage: html,
  listed: html,
  payloadList: html,
};

test("no two files of src export a type, a class, a function or a constant of the same name", () => {
  const names = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".ts")).map((name) => join("src", name));
  const texts = files.map((path) => [path, readFileSync(join(repository, path), "utf8")] as const);
  const twice = declaredTwice(texts);
  expect(files.length).toBeGreaterThan(500);
  expect(Object.entries(twice).filter(([name]) => allowed[name] === undefined)).toEqual([]);
  expect(Object.keys(allowed).filter((name) => twice[name] === undefined)).toEqual([]);
});

test("the check of names sees every form of a declaration, and no use of a name", () => {
  const first = [
    "export interface Pair {}",
    "export type Side<Of> = Of;",
    "export abstract class Walk {}",
    "export declare class Held {}",
    "export async function* ask() {}",
    "export const MOST = 1;",
    "interface Own {}",
    'export { type Used } from "./used.js";',
  ].join("\n");
  const second = [
    "export class Pair {}",
    "export interface Side {}",
    "export class Walk {}",
    "export type Held = 1;",
    "export function ask() {}",
    "export const MOST = 2;",
    "export interface Own {}",
    "export interface Used {}",
  ].join("\n");
  const found = declaredTwice([
    ["a.ts", first],
    ["b.ts", second],
  ]);
  expect(Object.keys(found)).toEqual(["Pair", "Side", "Walk", "Held", "ask", "MOST"]);
});

/** The files of each exported name that several have. */
function declaredTwice(
  texts: readonly (readonly [path: string, text: string])[],
): Readonly<Record<string, readonly string[]>> {
  const files = new Map<string, Set<string>>();
  for (const [path, text] of texts) {
    const declared = text.matchAll(
      /^export (?:declare |abstract |async )*(?:interface|type|class|const|function\*?) (\w+)/gm,
    );
    for (const [, name = ""] of declared) files.set(name, (files.get(name) ?? new Set()).add(path));
  }
  return Object.fromEntries(
    [...files].filter(([, paths]) => paths.size > 1).map(([name, paths]) => [name, [...paths]]),
  );
}
