import { bindProblem, unboundProblem } from "../../runtime/routing/event-bindings.js";
import type { Finding } from "../findings/finding.js";
import type { Consumption, Contract, Event } from "./contract.js";
import { keyShapes } from "./placeholder-source.js";
import { bytes, shortString, tooLong } from "./short-string.js";
import { type Diagnosis, findingAt, type SourceFile } from "./source-file.js";

/**
 * What is wrong with the bindings by which a service gets an event: ones by which nothing comes, and none where there is
 * no pattern for all. `pointer` is where `contract.json` says how it reads the event.
 */
export function checkBinds(
  event: Event,
  consumption: Consumption,
  definitions: Contract["definitions"],
  pointer: string,
  source: SourceFile,
): readonly Finding[] {
  const { exchange, keyTemplate, versions } = event;
  // errors in the key or a schema are reported elsewhere
  if (keyTemplate.problem !== undefined) return [];
  if (versions.some(({ location }) => !definitions.has(location))) return [];
  const { bind } = consumption;
  const shapes = keyShapes(event, definitions, consumption.versions);
  if (bind === undefined) {
    const [problem] = shapes.flatMap((shape) => unboundProblem(exchange, shape) ?? []);
    return problem === undefined ? [] : [findingAt(source, pointer, unusable(problem), "key")];
  }
  const keys =
    typeof bind === "string" ? [[bind, ""] as const] : bind.map((key, index) => [key, `/${index}`] as const);
  return keys.flatMap(([key, at]) => {
    const place = `${pointer}/bind${at}`;
    if (bytes(key) > shortString) return [findingAt(source, place, tooLong("routing key", key))];
    const problem = bindProblem(key, exchange, shapes);
    return problem === undefined ? [] : [findingAt(source, place, unusable(problem))];
  });
}

function unusable({ why, help }: { readonly why: string; readonly help: string }): Diagnosis {
  return {
    rule: "bind-unusable",
    severity: "error",
    message: `${asSentence(why)}.`,
    help: `${asSentence(help)}.`,
  };
}

function asSentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
