import { joinPointer } from "../json/pointer.js";

/** Where `contract.json` says what a service consumes of an event. */
export function consumptionPointer(service: string, event: string): string {
  return ["services", service, "consumes", event].reduce<string>(joinPointer, "");
}
