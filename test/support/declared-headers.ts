import { randomUUID } from "node:crypto";
import type { EventFamily, Failure, Validator } from "../../runtime/contract/event-version.js";
import type { LoadedHeaders, LoadedVersion } from "../../runtime/validate/validator.js";
import { type OrderPaid, orderVersion } from "./order-family.js";

export interface OrderHeaders {
  readonly tenant: string;
  readonly region?: "eu" | "us";
}

/** `tenant` is required, `region` one of two; `closed` refuses every other header. */
function headersValidator(closed: boolean): Validator<OrderHeaders> {
  return (value) => {
    const failures: Failure[] = [];
    const fail = (path: string, keyword: string, message: string) =>
      failures.push({ path, keyword, message });
    const given = value as Readonly<Record<string, unknown>>;
    const { tenant, region } = given;
    if (tenant === undefined) fail("", "required", 'must have property "tenant"');
    else if (typeof tenant !== "string") fail("/tenant", "type", "must be string");
    if (region !== undefined && region !== "eu" && region !== "us")
      fail("/region", "enum", 'must be one of "eu","us"');
    for (const name of Object.keys(given))
      if (closed && name !== "tenant" && name !== "region")
        fail("", "additionalProperties", `must not have property "${name}"`);
    return failures.length > 0
      ? { valid: false, failures, omitted: 0 }
      : { valid: true, value: value as OrderHeaders };
  };
}

/** As the generator writes them. */
const validators = { reader: headersValidator(false), writer: headersValidator(true) };

export const orderHeaders: LoadedHeaders<OrderHeaders> = {
  names: ["region", "tenant"],
  ...validators,
  validators: async () => validators,
};

type Order<Version extends string> = LoadedVersion<string, Version, OrderPaid, OrderHeaders>;

export type DeclaringFamily = EventFamily<string, { readonly v1: Order<"v1">; readonly v2: Order<"v2"> }>;

/** An event that declares its headers, under a name of its own. */
export function declaringFamily(): DeclaringFamily {
  const event = `order_tagged_${randomUUID().slice(0, 8)}`;
  const version = <Label extends string>(label: Label): Order<Label> => ({
    ...(orderVersion(event, label) as LoadedVersion<string, Label, OrderPaid>),
    headers: orderHeaders,
  });
  return { event, versions: { v1: version("v1"), v2: version("v2") } };
}
