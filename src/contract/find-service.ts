import { UsageError } from "../findings/usage-error.js";
import type { Contract, Service } from "./contract.js";
import { listed } from "./listed.js";
import { nearestWord } from "./nearest-word.js";

/** The service of this name; a mistyped one is told what may be meant. */
export function findService({ services }: Contract, name: string): Service {
  const service = services.find((each) => each.name === name);
  if (service) return service;
  const names = services.map((each) => each.name);
  const near = nearestWord(name, names);
  const there = names.length === 0 ? "contract.json has no services" : `There are: ${listed(names)}`;
  const hint = near === undefined ? there : `Did you mean ${near}?`;
  throw new UsageError(`There is no service called ${JSON.stringify(name)}. ${hint}${near ? "" : "."}`);
}
