import { quote } from "../code/quote.js";
import { hasUnsafe } from "../code/unsafe-characters.js";
import type { Location } from "../contract/schema.js";
import type { Member, ObjectType, ReferenceType, TupleType, TypeExpression } from "./type-expression.js";
import { listKinds } from "./value-kinds.js";

/**
 * The JSON Schema that json-schema-to-typescript is given: these keywords and no others, no `$ref`, no `title` but a
 * declaration's name, and no data of a user's schema but strings, numbers and booleans one by one.
 */
export interface DeclarationSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: "string" | "number" | "boolean" | "null" | "array" | "object";
  readonly enum?: readonly (string | number | boolean)[];
  readonly items?: DeclarationSchema | readonly DeclarationSchema[];
  readonly minItems?: number;
  readonly additionalItems?: DeclarationSchema | false;
  readonly properties?: Readonly<Record<string, DeclarationSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: DeclarationSchema | false;
  readonly anyOf?: readonly DeclarationSchema[];
  readonly allOf?: readonly DeclarationSchema[];
  /** TypeScript that is printed as it is. */
  readonly tsType?: string;
}

/** One exported type of a module. */
export interface Declaration {
  readonly name: string;
  readonly type: TypeExpression;
  readonly doc: readonly string[];
}

/** Types nested deeper than this get a name of their own: prettier's stack ends at about 200 levels. */
const deepest = 40;

/**
 * Declarations as plain schemas, in order, each followed by those that its inner types had to become. `nameOf` gives
 * the name of a definition's type, `isTaken` the names that a part must not have.
 */
export function plainSchemas(
  declarations: readonly Declaration[],
  nameOf: (location: Location) => string,
  isTaken: (name: string) => boolean,
): DeclarationSchema[] {
  return declarations.flatMap(({ name, type, doc }) => {
    const writer = new PlainSchemaWriter(name, isTaken, nameOf);
    const plain = writer.plain(type, 0);
    const parts = [declared(name, plain, doc)];
    // A part may be deep enough to need parts itself.
    for (const part of writer.parts) parts.push(declared(part.name, writer.plain(part.type, 0), []));
    return parts;
  });
}

/** The wrapper makes the library declare a type alias, which is assignable to `Record` where an interface is not. */
function declared(title: string, plain: DeclarationSchema, doc: readonly string[]): DeclarationSchema {
  return { title, ...described(doc), anyOf: [plain] };
}

function described(doc: readonly string[]): { description?: string } {
  return doc.length === 0 ? {} : { description: doc.join("\n") };
}

/** Writes one declaration; a class because every type within may add to its parts. */
class PlainSchemaWriter {
  readonly parts: { readonly name: string; readonly type: TypeExpression }[] = [];
  readonly #name: string;
  #number = 0;
  readonly #isTaken: (name: string) => boolean;
  readonly #nameOf: (location: Location) => string;

  constructor(name: string, isTaken: (name: string) => boolean, nameOf: (location: Location) => string) {
    this.#name = name;
    this.#isTaken = isTaken;
    this.#nameOf = nameOf;
  }

  plain(type: TypeExpression, depth: number): DeclarationSchema {
    const inner = (each: TypeExpression): DeclarationSchema => this.plain(each, depth + 1);
    switch (type.kind) {
      case "unknown":
      case "never":
        return { tsType: type.kind };
      case "present":
        return { tsType: "{} | null" };
      case "primitive":
        return type.name === "undefined" ? { tsType: type.name } : { type: type.name };
      case "literal":
        return isPlain(type.value) ? { enum: [type.value] } : { tsType: this.#text(type) };
      case "reference":
        return { tsType: this.#reference(type) };
      case "array":
        return depth > deepest ? this.#part(type) : { type: "array", items: inner(type.items) };
      case "tuple":
        return depth > deepest ? this.#part(type) : this.#tuple(type, depth);
      case "object":
        return depth > deepest ? this.#part(type) : this.#object(type, depth);
      case "union":
        return this.#union(type.of, inner);
      case "intersection":
        return { allOf: type.of.map(inner) };
    }
  }

  #reference({ location, without }: ReferenceType): string {
    const name = this.#nameOf(location);
    const excluded = listKinds(without).map((kind) => {
      if (kind === "object") return "{ [k: string]: unknown }";
      return kind === "array" ? "unknown[]" : kind;
    });
    return excluded.length === 0 ? name : `Exclude<${name}, ${excluded.join(" | ")}>`;
  }

  /** Literals in one list; `string` beside literals so that an editor still proposes those. */
  #union(
    types: readonly TypeExpression[],
    inner: (type: TypeExpression) => DeclarationSchema,
  ): DeclarationSchema {
    const hasText = types.some(isListedText);
    const members = types.map((type) =>
      hasText && type.kind === "primitive" && type.name === "string" ? openText : inner(type),
    );
    return { anyOf: members };
  }

  #tuple(type: TupleType, depth: number): DeclarationSchema {
    const { items, rest } = type;
    if (items.some(({ required }) => !required)) return { tsType: this.#optionalTuple(type) };
    if (items.length === 0) return { tsType: rest === undefined ? "[]" : `${this.#operand(rest)}[]` };
    const plain: DeclarationSchema = {
      type: "array",
      items: items.map((item) => this.plain(item.type, depth + 1)),
      minItems: items.length,
      additionalItems: rest === undefined ? false : this.plain(rest, depth + 1),
    };
    // The wrapper keeps the library from adding `@minItems` to the comment of the property.
    return { anyOf: [plain] };
  }

  /** The library would print a union of all lengths. */
  #optionalTuple({ items, rest }: TupleType): string {
    const places = items.map(({ type, required }) =>
      required ? this.#text(type) : `${this.#operand(type)}?`,
    );
    return `[${[...places, ...(rest === undefined ? [] : [`...${this.#operand(rest)}[]`])].join(", ")}]`;
  }

  #object({ members, index }: ObjectType, depth: number): DeclarationSchema {
    const usual = members.filter(({ name }) => isUsualName(name));
    const odd = members.filter(({ name }) => !isUsualName(name));
    const member = ({ name, type, doc }: Member): [string, DeclarationSchema] => [
      name,
      { ...this.plain(type, depth + 1), ...described(doc) },
    ];
    const plain: DeclarationSchema = {
      type: "object",
      properties: Object.fromEntries(usual.map(member)),
      required: usual.filter(({ required }) => required).map(({ name }) => name),
      additionalProperties: index === undefined ? false : this.plain(index, depth + 1),
    };
    if (odd.length === 0) return plain;
    const texts = odd.map(
      (each) => `${quote(each.name)}${each.required ? "" : "?"}: ${this.#oddMember(each)}`,
    );
    return { allOf: [plain, { tsType: `{ ${texts.join("; ")} }` }] };
  }

  /**
   * An object without an optional member called `toString` inherits a method of that name, for the compiler as at run
   * time, so the member may be that method, too. The cost: a reader has to tell the two apart, and a literal with a
   * method compiles.
   */
  #oddMember({ name, type, required }: Member): string {
    const text = this.#text(type);
    if (required || !inheritedNames.has(name) || type.kind === "unknown") return text;
    return `${text} | typeof Object.prototype.${name}`;
  }

  #operand(type: TypeExpression): string {
    const text = this.#text(type);
    return type.kind === "present" ? `(${text})` : text;
  }

  /** A type as text that stands inside other text: by name where it is more than a word. */
  #text(type: TypeExpression): string {
    switch (type.kind) {
      case "unknown":
      case "never":
        return type.kind;
      case "present":
        return "{} | null";
      case "primitive":
        return type.name;
      case "literal":
        return typeof type.value === "number" && !Number.isFinite(type.value) ? "number" : quote(type.value);
      case "reference":
        return this.#reference(type);
      default:
        return this.#part(type).tsType ?? "unknown";
    }
  }

  /** A type that becomes a declaration of its own. */
  #part(type: TypeExpression): DeclarationSchema {
    do this.#number += 1;
    while (this.#isTaken(`${this.#name}Part${this.#number}`));
    const name = `${this.#name}Part${this.#number}`;
    this.parts.push({ name, type });
    return { tsType: name };
  }
}

/** What TypeScript declares for every object. */
const inheritedNames: ReadonlySet<string> = new Set([
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
]);

const openText: DeclarationSchema = { tsType: "(string & {})" };

/** Whether a type lists texts, itself or by the name of a definition. */
function isListedText(type: TypeExpression): boolean {
  if (type.kind === "reference") return type.listed()?.some((value) => typeof value === "string") === true;
  return type.kind === "literal" && typeof type.value === "string";
}

/** Literals that the library prints as they are: the rest needs escapes, or has no literal. */
function isPlain(value: string | number | boolean): boolean {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
  return typeof value !== "string" || !hasUnsafe(value);
}

/** Names that the library takes for its own methods, or prints without the escapes they need. */
function isUsualName(name: string): boolean {
  return !(name in Object.prototype) && !hasUnsafe(name);
}
