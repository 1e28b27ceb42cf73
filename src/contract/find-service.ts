import { UsageError } from "../findings/usage-error.js";
import type { Contract, Service } from "./contract.js";
import { listedNames } from "./listed.js";
import { nearestWord } from "./nearest-word.js";

/** The service of this name; the error for an unknown name suggests a similar one. */
export function findService({ services }: Contract, name: string): Service {
  const service = services.find((each) => each.name === name);
  if (service) return service;
  const names = services.map((each) => each.name);
  const near = nearestWord(name, names);
  const there = names.length === 0 ? "It has no services" : `Available services: ${listedNames(names)}`;
  const hint = near === undefined ? there : `Did you mean ${near}?`;
  throw new UsageError(
    `Service ${JSON.stringify(name)} not found in contract.json. ${hint}${near ? "" : "."}`,
  );
}
