import type { Json } from "../../json/json.js";
import { extension } from "../model.js";
import type { DocumentPlace } from "./document-place.js";

/** What an application does with the messages of a channel. */
export interface ReadOperation {
  readonly place: DocumentPlace;
  readonly action: "send" | "receive";
  readonly service: string | undefined;
  /** The event that our own export names. */
  readonly event: string | undefined;
  readonly channel: DocumentPlace;
  readonly messages: readonly DocumentPlace[] | undefined;
  /** Whether it asks for messages back that no queue takes. */
  readonly mandatory: boolean | undefined;
  /** What our own export says of a consumption. */
  readonly settings: Readonly<Record<string, Json>>;
}

/** Reads an operation of either major version of AsyncAPI. */
export function readOperation(
  place: DocumentPlace,
  action: "send" | "receive",
  channel: DocumentPlace,
  messages: readonly DocumentPlace[] | undefined,
): ReadOperation {
  const own = place.raw(extension);
  const amqp = place.get("bindings")?.get("amqp");
  if (typeof amqp?.peek("bindingVersion") === "string") amqp.raw("bindingVersion");
  amqp?.expect("deliveryMode", 2);
  amqp?.expect("timestamp", true);
  if (action === "receive") amqp?.expect("ack", true);
  const mandatory = action === "send" ? amqp?.peek("mandatory") : undefined;
  if (typeof mandatory === "boolean") amqp?.raw("mandatory");
  if (own && / (?:publishes|consumes) /.test(String(place.peek("title")))) place.raw("title");
  const settings = ["versions", "prefetch", "queue", "retry", "bind"].flatMap((name): [string, Json][] => {
    const value = own?.raw(name)?.whole();
    return value === undefined ? [] : [[name, value]];
  });
  return {
    place,
    action,
    service: own?.text("service"),
    event: own?.text("event"),
    channel,
    messages,
    mandatory: typeof mandatory === "boolean" ? mandatory : undefined,
    settings: Object.fromEntries(settings),
  };
}
