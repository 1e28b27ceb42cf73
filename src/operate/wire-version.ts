import type { EventVersion } from "../../runtime/contract/event-version.js";
import { contentTypeOf } from "../contract/content-type.js";
import type { Contract, EventVersion as ContractVersion, Event } from "../contract/contract.js";
import { routingKeyParts } from "../contract/placeholder-source.js";

/** What a generated SDK has of an event's version beside its validators. */
export type WireVersion = Omit<EventVersion, "validators" | "headers">;

/** The constants of one version that go on the wire, as the generated SDK has them. */
export function wireVersion(contract: Contract, event: Event, version: ContractVersion): WireVersion {
  const { name, exchange, routingKey, vhost, envelope, unroutable } = event;
  const { label } = version;
  const parts = routingKeyParts(event, version, contract.definitions);
  return {
    event: name,
    version: label,
    contentType: contentTypeOf(label),
    deliveryMode: 2,
    exchange,
    routingKey,
    ...(parts.length === 0 ? {} : { routingKeyParts: parts }),
    vhost,
    envelope,
    unroutable,
  };
}
