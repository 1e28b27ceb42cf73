import { contentTypeOf } from "../contract/content-type.js";
import type { Event, EventVersion } from "../contract/contract.js";
import { inPlaceSubschemas, type Schema } from "../contract/schema.js";
import { isObject, type Json, type JsonObject } from "../json/json.js";
import { compact } from "./compact.js";
import { extension, type Model } from "./model.js";
import { hasReference, spellSchema } from "./spell-schema.js";

/** The message of one version: what is on the wire, by the schema that consumers validate with. */
export function messageOf(event: Event, version: EventVersion, model: Model): JsonObject {
  const { label, deprecated, sunset, replacedBy, reserved } = version;
  const contentType = contentTypeOf(label);
  const envelope = envelopeOf(event, version, model);
  const schema = schemaAt(version.location, model);
  const { title, description } = typeof schema === "object" ? schema : {};
  const valid = examplesOf(version, true);
  return compact({
    name: event.name,
    title: title ?? `${event.name} ${label}`,
    description,
    contentType,
    deprecated: deprecated || undefined,
    headers: headersOf(event, contentType, model),
    payload: withEnvelope(payloadOf(schema, model), envelope),
    examples: listUnlessEmpty(
      valid
        .filter(({ payload }) => !hasReference(payload))
        .map(({ name, payload }) => ({
          name,
          payload: envelope === undefined || !isObject(payload) ? payload : { ...envelope, ...payload },
        })),
    ),
    bindings: { amqp: { messageType: event.name, bindingVersion: "0.3.0" } },
    [extension]: compact({
      event: event.name,
      version: label,
      sunset,
      replacedBy,
      reserved: listUnlessEmpty(reserved),
      deprecated: declaresDeprecated(schema) === deprecated ? undefined : deprecated,
      envelope: envelope && true,
      // as text, since tools would follow what looks like a reference
      validAsText: listUnlessEmpty(valid.filter(({ payload }) => hasReference(payload)).map(asText)),
      invalidAsText: listUnlessEmpty(examplesOf(version, false).map(asText)),
    }),
  });
}

/** AsyncAPI's parser takes no boolean here. */
function payloadOf(schema: Schema, { referenceTo }: Model): JsonObject {
  const payload = spellSchema(schema, referenceTo);
  return payload === true ? {} : payload === false ? { not: {} } : payload;
}

function schemaAt(location: string, { contract }: Model): Schema {
  return contract.definitions.get(location)?.schema ?? true;
}

function declaresDeprecated(schema: Schema): boolean {
  return typeof schema === "object" && schema.deprecated === true;
}

interface NamedExample {
  readonly name: string;
  readonly payload: Json;
}

function examplesOf({ examples }: EventVersion, valid: boolean): readonly NamedExample[] {
  return examples
    .filter((example) => example.valid === valid)
    .map(({ source }) => ({
      name: source.path.replace(/^.*\//, "").replace(/\.[a-z]+$/, ""),
      payload: source.value,
    }));
}

function asText({ name, payload }: NamedExample): JsonObject {
  return { name, payload: JSON.stringify(payload) };
}

function listUnlessEmpty<Item extends Json>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** The declared headers, and the one that carries the version. */
function headersOf({ headers }: Event, contentType: string, model: Model): JsonObject {
  const version = { "content-type": { type: "string", const: contentType } };
  const own = headers && spellSchema(schemaAt(headers.location, model), model.referenceTo);
  if (!isObject(own)) return { type: "object", properties: version, required: ["content-type"] };
  const { properties, required, ...rest } = own;
  const members = isObject(properties) ? properties : {};
  const names = Array.isArray(required) ? required : [];
  return {
    ...rest,
    type: "object",
    properties: { ...version, ...members },
    required: ["content-type", ...names],
  };
}

/** What the body has in front of the payload, if the schema can say so: as `version` and `event` of the outermost object. */
function envelopeOf(event: Event, version: EventVersion, model: Model): JsonObject | undefined {
  if (event.envelope !== "body") return undefined;
  const schema = schemaAt(version.location, model);
  if (typeof schema === "boolean" || inPlaceSubschemas(schema).length > 0) return undefined;
  const { $ref, properties = {}, maxProperties, minProperties, propertyNames, enum: values } = schema;
  const limits = [
    $ref,
    maxProperties,
    minProperties,
    propertyNames,
    values,
    schema.const,
    schema.patternProperties,
  ];
  const isTaken = Object.hasOwn(properties, "version") || Object.hasOwn(properties, "event");
  if (isTaken || limits.some((limit) => limit !== undefined)) return undefined;
  return { version: version.label, event: event.name };
}

function withEnvelope(payload: JsonObject, envelope: JsonObject | undefined): JsonObject {
  if (envelope === undefined) return payload;
  const { properties, required, ...rest } = payload;
  const constants = Object.entries(envelope).map(([name, value]) => [name, { type: "string", const: value }]);
  return {
    ...rest,
    properties: { ...Object.fromEntries(constants), ...(isObject(properties) ? properties : {}) },
    required: [...Object.keys(envelope), ...(Array.isArray(required) ? required : [])],
  };
}
