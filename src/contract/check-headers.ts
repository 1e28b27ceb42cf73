import type { Finding } from "../findings/finding.js";
import type { Json } from "../json/json.js";
import { joinPointer } from "../json/pointer.js";
import type { Contract, EventHeaders } from "./contract.js";
import { headerNamesIn } from "./headers-schema.js";
import type { Definition, Location, Schema, SchemaObject } from "./schema.js";
import { bytes, shortString } from "./short-string.js";
import { type Diagnosis, findingAt, findingOn, type SourceFile } from "./source-file.js";

type Definitions = ReadonlyMap<Location, Definition>;
type Sources = ReadonlyMap<string, SourceFile>;

/** What the schemas of headers in `event.json` say that no header can be, and names that no header can have. */
export function checkHeaders(
  { events }: Contract,
  definitions: Definitions,
  sources: Sources,
): readonly Finding[] {
  return events.flatMap(({ headers }) =>
    headers === undefined ? [] : new HeadersCheck(headers, definitions, sources).findings(),
  );
}

/** Where a schema stands: its file, and the JSON Pointer in it. */
interface Place {
  readonly path: string;
  readonly pointer: string;
}

/** A schema that says something of all headers together; `demands` unless only some messages have to meet it. */
interface Part {
  readonly schema: SchemaObject;
  readonly place: Place;
  readonly demands: boolean;
}

/** What a schema may say of the headers of a message, besides describing itself. */
const ofHeaders: ReadonlySet<string> = new Set(
  (
    "type $ref properties required dependentRequired dependentSchemas additionalProperties unevaluatedProperties " +
    "allOf anyOf oneOf not if then else title description default examples deprecated"
  ).split(" "),
);

/** The check of one event; a class because its parts look through the same references. */
class HeadersCheck {
  readonly #headers: EventHeaders;
  readonly #definitions: Definitions;
  readonly #sources: Sources;
  readonly #found: Finding[] = [];

  constructor(headers: EventHeaders, definitions: Definitions, sources: Sources) {
    this.#headers = headers;
    this.#definitions = definitions;
    this.#sources = sources;
  }

  findings(): readonly Finding[] {
    const { location } = this.#headers;
    const parts = this.#partsOf(location);
    for (const part of parts) this.#checkKeywords(part);
    this.#checkNames(parts);
    this.#checkValues(parts);
    return this.#found;
  }

  /** The schemas that apply to the headers, through references and everything in place. */
  #partsOf(root: Location): readonly Part[] {
    const parts: Part[] = [];
    const seen = new Set<string>();
    const visit = (schema: Schema, place: Place, demands: boolean): void => {
      if (typeof schema === "boolean") return;
      const key = JSON.stringify([place.path, place.pointer, demands]);
      if (seen.has(key)) return;
      seen.add(key);
      parts.push({ schema, place, demands });
      const inside = (...steps: readonly (string | number)[]): Place => below(place, ...steps);
      const { $ref, allOf = [], anyOf = [], oneOf = [], dependentSchemas = {} } = schema;
      const referred = $ref === undefined ? undefined : this.#definitions.get($ref);
      if (referred) visit(referred.schema, referred, demands);
      for (const [index, each] of allOf.entries()) visit(each, inside("allOf", index), demands);
      for (const [index, each] of anyOf.entries()) visit(each, inside("anyOf", index), false);
      for (const [index, each] of oneOf.entries()) visit(each, inside("oneOf", index), false);
      for (const keyword of ["then", "else"] as const)
        if (schema[keyword] !== undefined) visit(schema[keyword], inside(keyword), false);
      for (const [name, each] of Object.entries(dependentSchemas))
        visit(each, inside("dependentSchemas", name), false);
    };
    const definition = this.#definitions.get(root);
    if (definition) visit(definition.schema, definition, true);
    return parts;
  }

  #checkKeywords({ schema, place }: Part): void {
    const { type } = schema;
    if (type !== undefined && (type.length !== 1 || type[0] !== "object"))
      this.#say(below(place, "type"), notObject);
    for (const keyword of Object.keys(schema))
      if (!ofHeaders.has(keyword)) this.#say(below(place, keyword), meaningless(keyword), "key");
    for (const keyword of ["additionalProperties", "unevaluatedProperties"] as const) {
      const further = schema[keyword];
      if (further !== undefined && further !== true && !this.#isString(further))
        this.#say(below(place, keyword), notString("An undeclared header", further));
    }
  }

  #checkNames(parts: readonly Part[]): void {
    const described = new Set(parts.flatMap(({ schema }) => Object.keys(schema.properties ?? {})));
    const folded = new Map<string, string>();
    const seen = new Set<string>();
    for (const { schema, place } of parts) {
      for (const name of headerNamesIn(schema)) {
        if (seen.has(name)) continue;
        seen.add(name);
        const isDescribed = Object.hasOwn(schema.properties ?? {}, name);
        const at = isDescribed ? below(place, "properties", name) : placeOfName(schema, place, name);
        const part = isDescribed ? "key" : "value";
        const wrong = nameProblem(name);
        const other = folded.get(name.toLowerCase());
        folded.set(name.toLowerCase(), other ?? name);
        if (wrong !== undefined) this.#say(at, wrong, part);
        else if (other !== undefined) this.#say(at, otherCase(name, other), part);
        else if (!described.has(name)) this.#say(at, undeclared(name), part);
      }
    }
  }

  #checkValues(parts: readonly Part[]): void {
    const properties = parts.flatMap(({ schema, place, demands }) =>
      Object.entries(schema.properties ?? {}).map(([name, value]) => ({ name, value, place, demands })),
    );
    const strings = new Set(
      properties.filter(({ value, demands }) => demands && this.#isString(value)).map(({ name }) => name),
    );
    for (const { name, value, place } of properties) {
      if (strings.has(name) || this.#isString(value)) continue;
      this.#say(below(place, "properties", name), notString(`The header ${JSON.stringify(name)}`, value));
    }
  }

  /** Whether a schema takes nothing but strings, as far as its own words and those that it refers to say. */
  #isString(schema: Schema, within: ReadonlySet<Schema> = new Set()): boolean {
    if (typeof schema === "boolean") return !schema;
    if (within.has(schema)) return false;
    const inside = new Set(within).add(schema);
    const inner = (each: Schema): boolean => this.#isString(each, inside);
    const { type, const: constant, enum: values, $ref, allOf = [], anyOf, oneOf, if: condition } = schema;
    if (type !== undefined) return type.every((each) => each === "string");
    if (constant !== undefined) return typeof constant === "string";
    if (values !== undefined) return values.every((each: Json) => typeof each === "string");
    if ($ref !== undefined && inner(this.#definitions.get($ref)?.schema ?? true)) return true;
    if (allOf.some(inner)) return true;
    if (anyOf?.every(inner) || oneOf?.every(inner)) return true;
    return condition !== undefined && inner(schema.then ?? true) && inner(schema.else ?? true);
  }

  #say({ path, pointer }: Place, diagnosis: Diagnosis, part: "key" | "value" = "value"): void {
    const source = this.#sources.get(path);
    this.#found.push(source ? findingAt(source, pointer, diagnosis, part) : findingOn(path, diagnosis));
  }
}

function below({ path, pointer }: Place, ...steps: readonly (string | number)[]): Place {
  return { path, pointer: steps.reduce<string>(joinPointer, pointer) };
}

/** Where a schema names a header that it does not describe. */
function placeOfName({ required = [] }: SchemaObject, place: Place, name: string): Place {
  const index = required.indexOf(name);
  return index === -1 ? place : below(place, "required", index);
}

/**
 * AMQP 0-9-1 writes the name of a field as a short string. Its grammar has letters, digits, `_`, `$` and `#` only, which
 * RabbitMQ and its clients do not ask for: `tenant-id` is usual.
 */
function nameProblem(name: string): Diagnosis | undefined {
  const shown = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
  const say = (why: string, help = "Choose another name."): Diagnosis => ({
    rule: "header-name",
    severity: "error",
    message: `${shown} is not a valid header name: ${why}.`,
    help,
  });
  if (name === "" || name === "__proto__") return say("some JavaScript and RabbitMQ clients cannot read it");
  if (/^x-/i.test(name))
    return say("names that start with x- are reserved for the broker", `Remove the "x-".`);
  if (/^rabbitgen-/i.test(name)) return say("names that start with rabbitgen- are reserved for the SDK");
  if (/^content-type$/i.test(name)) return say("the SDK sets it to the version of the message");
  if (/^b?cc$/i.test(name)) return say("RabbitMQ routes by the headers CC and BCC");
  if (/\p{Cc}|\p{Cs}/u.test(name)) return say("it contains a control character or an unpaired surrogate");
  if (bytes(name) > shortString)
    return say(`it has ${bytes(name)} bytes in UTF-8; AMQP allows at most ${shortString}`);
  return undefined;
}

function otherCase(name: string, other: string): Diagnosis {
  return {
    rule: "header-name",
    severity: "error",
    message: `The headers ${JSON.stringify(other)} and ${JSON.stringify(name)} differ only in case.`,
    help: "Rename one of them. Header names are case-sensitive, so consumers would confuse the two.",
  };
}

function undeclared(name: string): Diagnosis {
  return {
    rule: "headers-schema",
    severity: "error",
    message: `The header ${JSON.stringify(name)} is required, or another header depends on it, but it is not declared.`,
    help: `Add ${JSON.stringify(name)}: { "type": "string" } to "properties".`,
  };
}

function notString(what: string, schema: Schema): Diagnosis {
  const type = typeof schema === "boolean" ? undefined : schema.type;
  const kind =
    type === undefined ? "may be something other than a string" : `is of type ${type.join(" or ")}`;
  return {
    rule: "header-not-string",
    severity: "error",
    message: `${what} ${kind}, but message headers are strings.`,
    help: 'Write { "type": "string" }; use a "pattern" such as "^[0-9]+$" for numbers.',
  };
}

const notObject: Diagnosis = {
  rule: "headers-schema",
  severity: "error",
  message: 'The schema of message headers must have the type "object".',
  help: 'Write "type": "object", with each header under "properties".',
};

function meaningless(keyword: string): Diagnosis {
  return {
    rule: "headers-schema",
    severity: "error",
    message: `The keyword ${JSON.stringify(keyword)} has no effect on message headers.`,
    help: 'Declare each header under "properties", and list mandatory headers under "required".',
  };
}
