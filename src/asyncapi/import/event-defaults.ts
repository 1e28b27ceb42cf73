import { isObject, type Json } from "../../json/json.js";
import type { ReadDocument } from "./read-document.js";

/** What an event has if its own settings say nothing. */
export function eventDefaults(
  { own, operations }: ReadDocument,
  name: string,
): Record<"exchange" | "vhost" | "envelope" | "unroutable" | "writer", Json | undefined> {
  const contract = isObject(own?.contract) ? own.contract : {};
  const services = isObject(own?.services) ? own.services : {};
  const { exchange, vhost, envelope = "headers", unroutable = "error", writer = "closed" } = contract;
  const whole = typeof exchange === "string" ? { name: exchange, type: "topic" } : exchange;
  const hosts = operations
    .filter(({ action, event }) => action === "send" && event === name)
    .flatMap(({ service = "" }) => {
      const settings = Object.hasOwn(services, service) ? services[service] : undefined;
      return isObject(settings) && settings["vhost"] !== undefined
        ? [[service, settings["vhost"]] as const]
        : [];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    exchange: isObject(whole) ? { type: "topic", ...whole } : { name: "events", type: "topic" },
    vhost: hosts[0]?.[1] ?? vhost,
    envelope,
    unroutable,
    writer,
  };
}
