import type { ExampleFolder } from "../rules/rule.js";

/** A folder with one version of one event, for the examples of rules. */
export function orderPaid(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = [],
): ExampleFolder {
  return event({
    v1: {
      type: "object",
      properties: { orderId: { type: "string" }, ...properties },
      required: ["orderId", ...required],
    },
  });
}

/** A folder with one event: its versions by label, and its `event.json`, if any. */
export function event(
  versions: Readonly<Record<string, unknown>>,
  settings?: Readonly<Record<string, unknown>>,
  name = "order_paid",
): ExampleFolder {
  const files = Object.entries(versions).map(([label, schema]) => [`${name}/${label}.json`, schema]);
  return {
    ...Object.fromEntries(files),
    ...(settings === undefined ? {} : { [`${name}/event.json`]: settings }),
  };
}

/** A folder with one event that declares these headers. */
export function declaring(
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = [],
  settings: Readonly<Record<string, unknown>> = {},
): ExampleFolder {
  const headers = { type: "object", properties, ...(required.length > 0 && { required }) };
  return event({ v1: {} }, { ...settings, headers });
}

/** A folder with two versions of one event, and a service that consumes it with these settings. */
export function service(consumption: Readonly<Record<string, unknown>> | undefined): ExampleFolder {
  const consumes = consumption === undefined ? {} : { order_paid: consumption };
  return {
    ...event({ v1: {}, v2: { minProperties: 1 } }),
    "contract.json": { services: { "svc-billing": { consumes } } },
  };
}

/** A folder whose event one service publishes and another one consumes with these settings. */
export function used(
  folder: ExampleFolder,
  consumption: Readonly<Record<string, unknown>> = {},
  name = "order_paid",
): ExampleFolder {
  const services = {
    "svc-order": { publishes: [name] },
    "svc-billing": { consumes: { [name]: consumption } },
  };
  return { ...folder, "contract.json": { services } };
}

/** A folder whose publisher lists the versions that it sends, and whose consumer lists those that it reads. */
export function published(
  versions: Readonly<Record<string, unknown>>,
  sent: readonly string[],
  read?: readonly string[],
): ExampleFolder {
  const services = {
    "svc-order": { publishes: { order_paid: sent } },
    "svc-billing": { consumes: { order_paid: read === undefined ? {} : { versions: read } } },
  };
  return { ...event(versions), "contract.json": { services } };
}

/** A number within two of three bounds that only together exclude it. */
export function majority(minimum: number): unknown {
  const two = (one: string, other: string) => ({
    allOf: [{ $ref: `#/$defs/${one}` }, { $ref: `#/$defs/${other}` }],
  });
  const $defs = { a: { minimum }, b: { minimum }, c: { minimum } };
  return { type: "number", anyOf: [two("a", "b"), two("b", "c"), two("c", "a")], $defs };
}
