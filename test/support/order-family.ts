import { randomUUID } from "node:crypto";
import type { EventFamily, EventVersion, Validator } from "../../runtime/contract/event-version.js";
import type { Contract } from "../../runtime/index.js";
import type { LoadedVersion } from "../../runtime/validate/validator.js";

export interface OrderPaid {
  readonly orderId: string;
}

/** Accepts objects with a string `orderId`; `closed` refuses every other property. */
function orderValidator(closed: boolean): Validator<OrderPaid> {
  return (value) => {
    const fail = (path: string, keyword: string, message: string) =>
      ({ valid: false, failures: [{ path, keyword, message }], omitted: 0 }) as const;
    if (typeof value !== "object" || value === null) return fail("", "type", "must be object");
    if (!("orderId" in value) || typeof value.orderId !== "string")
      return fail("/orderId", "type", "must be string");
    const other = Object.keys(value).find((name) => name !== "orderId");
    if (closed && other !== undefined)
      return fail(`/${other}`, "additionalProperties", "must NOT be present");
    return { valid: true, value: value as unknown as OrderPaid };
  };
}

type Order<Version extends string> = LoadedVersion<string, Version, OrderPaid>;

/** A descriptor as the generator writes it, with its validators. */
export function orderVersion<Version extends string>(
  event: string,
  version: Version,
  changes: Omit<Partial<EventVersion>, "version" | "headers" | "validators"> = {},
): Order<Version> {
  const validators = { reader: orderValidator(false), writer: orderValidator(true) };
  return {
    event,
    version,
    contentType: `application/json; version=${version}`,
    deliveryMode: 2,
    exchange: { name: `x.${event}`, type: "topic" },
    routingKey: event,
    vhost: undefined,
    envelope: "headers",
    unroutable: "error",
    ...changes,
    ...validators,
    validators: async () => validators,
  };
}

export type OrderFamily = EventFamily<string, { readonly v1: Order<"v1">; readonly v2: Order<"v2"> }>;

/** Event with versions v1 and v2 under a name of its own, so that tests share a broker without meeting. */
export function orderFamily(
  changes: Omit<Partial<EventVersion>, "version" | "headers" | "validators"> = {},
): OrderFamily {
  const event = `order_paid_${randomUUID().slice(0, 8)}`;
  return {
    event,
    versions: { v1: orderVersion(event, "v1", changes), v2: orderVersion(event, "v2", changes) },
  };
}

export const contract: Contract<"svc-order" | "svc-billing"> = {
  services: {
    "svc-order": { publishes: ["order_paid"], consumes: {} },
    "svc-billing": { publishes: [], consumes: {} },
  },
};
