/** What a body says of itself, when it is an object with such members. */
export interface BodyEnvelope {
  readonly version: string | undefined;
  readonly event: string | undefined;
}

/** Reads `version` and `event` of a parsed body. */
export function readEnvelope(body: unknown): BodyEnvelope {
  return { version: ownString(body, "version"), event: ownString(body, "event") };
}

/**
 * Removes `version` and `event` from a parsed body, in place: a copy would run the setter of a member that is
 * called `__proto__`. `JSON.parse` makes own properties of all members, so nothing else can be hit.
 */
export function stripEnvelope(body: unknown): unknown {
  if (typeof body === "object" && body !== null) {
    Reflect.deleteProperty(body, "version");
    Reflect.deleteProperty(body, "event");
  }
  return body;
}

function ownString(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === "string" ? value : undefined;
}
