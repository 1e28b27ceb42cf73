import { printedJson } from "../../code/printed-json.js";
import type { Contract } from "../../contract/contract.js";
import { loadContract } from "../../contract/load-contract.js";
import { findingAt } from "../../contract/source-file.js";
import type { Finding } from "../../findings/finding.js";
import { isObject, type Json } from "../../json/json.js";
import { splitPointer } from "../../json/pointer.js";
import type { ContractFiles } from "./contract-files.js";
import type { DocumentReading } from "./document-place.js";
import type { Origin } from "./schema-files.js";

/** Each round leaves out all that has an error; what depends on it may have one then. */
const mostRounds = 30;

/** A contract without errors, or the errors that are left. */
export type Repaired =
  | { readonly contract: Contract; readonly texts: ReadonlyMap<string, string> }
  | { readonly errors: readonly Finding[] };

/**
 * Leaves out of a contract's files what a contract cannot have, such as a pattern that is not ECMA-262's, and says each at
 * its place in the document. What is left compiles.
 */
export async function repairFiles(
  { files, origins }: ContractFiles,
  reading: DocumentReading,
  indentation: string,
): Promise<Repaired> {
  let errors: readonly Finding[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    const texts = textsOf(files, indentation);
    const { contract, findings } = await loadContract(texts);
    if (contract) return { contract, texts };
    errors = findings.filter(({ severity }) => severity === "error");
    let isChanged = false;
    // from the end, so that the places of a list's earlier items stay
    for (const finding of [...errors].reverse()) {
      const { file, pointer = "", message, rule } = finding;
      const value = files.get(file);
      if (value === undefined) continue;
      const changed =
        rule === "routing-key-placeholder"
          ? renamed(value, message)
          : without(value, splitPointer(rule === "ref-endless" ? `${pointer}/$ref` : pointer));
      if (changed === undefined) continue;
      files.set(file, changed);
      isChanged = true;
      const place = placeOf(finding, origins);
      const what =
        rule === "routing-key-placeholder" ? "so publishers must pass its value" : "so it is not imported";
      if (place) reading.say("import-not-carried", place, `${message.replace(/\.$/, "")}; ${what}.`);
    }
    if (!isChanged) break;
  }
  return { errors: errors.map((error) => inDocument(error, origins)) };
}

/** Where in the document that comes from which a finding is about. */
function placeOf({ file, pointer = "" }: Finding, origins: ContractFiles["origins"]): Origin | undefined {
  const headers = pointer.startsWith("/headers") ? origins.get(`${file}#/headers`) : undefined;
  if (headers) return { source: headers.source, pointer: headers.pointer + pointer.slice("/headers".length) };
  const origin = origins.get(file);
  // what settings say is from all over the document
  if (origin === undefined || file.endsWith("event.json") || file === "contract.json") return origin;
  return { source: origin.source, pointer: origin.pointer + pointer };
}

/** An error of a file that is not written, at its place in the document. */
function inDocument(error: Finding, origins: ContractFiles["origins"]): Finding {
  const { rule, severity, message, help } = error;
  const place = placeOf(error, origins);
  return place
    ? findingAt(place.source, place.pointer, {
        rule,
        severity,
        message,
        ...(help === undefined ? {} : { help }),
      })
    : error;
}

function textsOf(files: ReadonlyMap<string, Json>, indentation: string): ReadonlyMap<string, string> {
  return new Map([...files].map(([path, value]) => [path, printedJson(value, indentation)]));
}

/** A value without what a pointer leads to; `undefined` where there is nothing, or all of it. */
function without(value: Json, [step, ...rest]: readonly string[]): Json | undefined {
  if (step === undefined) return undefined;
  if (Array.isArray(value)) {
    const index = Number(step);
    if (!(index in value)) return undefined;
    if (rest.length === 0) return value.filter((_, at) => at !== index) as Json;
    const inner = without(value[index] as Json, rest);
    return inner === undefined ? undefined : (value.map((item, at) => (at === index ? inner : item)) as Json);
  }
  if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
  const members = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(members.filter(([key]) => key !== step));
  const inner = without(value[step] as Json, rest);
  return inner === undefined
    ? undefined
    : Object.fromEntries(members.map(([key, each]) => [key, key === step ? inner : each]));
}

/** A routing key whose placeholder has a name that no schema declares. */
function renamed(settings: Json, message: string): Json | undefined {
  const name = /placeholder \{([^{}]*)\}/.exec(message)?.[1];
  const key = isObject(settings) ? settings["routingKey"] : undefined;
  if (!isObject(settings) || typeof key !== "string") return undefined;
  if (name === undefined || !key.includes(`{${name}}`)) return without(settings, ["routingKey"]);
  return { ...settings, routingKey: key.replaceAll(`{${name}}`, `{${name.replaceAll(".", "_")}Key}`) };
}
