import { type Contract, schemasOfEvent } from "./contract.js";
import { nearestWord } from "./nearest-word.js";
import { closureOf } from "./schema-closure.js";

/** A name that no service of the contract has; the message says which one may be meant. */
export class UnknownServiceError extends Error {
  override readonly name = "UnknownServiceError";
}

/** The part of a contract that one service needs: what it publishes and consumes. Throws `UnknownServiceError`. */
export function contractOfService(contract: Contract, name: string): Contract {
  const service = contract.services.find((each) => each.name === name);
  if (service === undefined) throw new UnknownServiceError(unknown(contract, name));
  const { publishes, consumes } = service;
  const events = contract.events.filter((event) => publishes.has(event.name) || consumes.has(event.name));
  const schemas = events.flatMap(schemasOfEvent);
  const reached = new Set(schemas.flatMap(({ location }) => [...closureOf(location, contract.definitions)]));
  const definitions = new Map([...contract.definitions].filter(([location]) => reached.has(location)));
  return { ...contract, events, services: [service], definitions };
}

function unknown({ services }: Contract, name: string): string {
  const names = services.map((each) => each.name);
  const near = nearestWord(name, names);
  const hint =
    near === undefined
      ? `It has ${names.length === 0 ? "no services" : names.join(", ")}.`
      : `Did you mean ${near}?`;
  return `contract.json has no service ${JSON.stringify(name)}. ${hint}`;
}
