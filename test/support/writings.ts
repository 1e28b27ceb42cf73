import { stringify } from "yaml";
import type { Files } from "./load.js";

type Written = Readonly<Record<string, unknown>>;

/** The files of a schemas folder that write one schema down as version 1 of an event. */
export type Writing = (schema: unknown, event?: string) => Files;

const inJson: Writing = (schema, event = "event") => ({ [`${event}/v1.json`]: JSON.stringify(schema) });

/**
 * Ways of writing a schema whose references are to the whole (`#`) and to its own `$defs`, by name. It means the same
 * each time.
 */
export const writings: Readonly<Record<string, Writing>> = {
  json: inJson,
  yaml: (schema, event = "event") => ({ [`${event}/v1.yaml`]: stringify(schema) }),
  "yaml with aliases": (schema, event = "event") => ({
    [`${event}/v1.yml`]: stringify(withSharedParts(schema), { aliasDuplicateObjects: true }),
  }),
  anchors: (schema, event) =>
    inJson(
      rewritten(schema, {
        reference: (name, isObject) => (isObject ? `#the.${name}` : `#/$defs/${name}`),
        definition: (definition, name) => ({ $anchor: `the.${name}`, ...definition }),
      }),
      event,
    ),
  "compound document": (schema, event = "event") => ({
    [`${event}/v1.json`]: JSON.stringify(compound(schema, event)),
  }),
  "compound document in yaml": (schema, event = "event") => ({
    [`${event}/v1.yaml`]: stringify(compound(schema, event)),
  }),
  "definitions in another file": (schema, event = "event") => {
    const { $defs, ...rest } = rewritten(schema, {
      reference: (name) => `../_shared/${event}.yaml#/$defs/${name}`,
      definition: (definition) => definition,
      whole: `../${event}/v1.json`,
    });
    return {
      [`${event}/v1.json`]: JSON.stringify(rest),
      ...($defs === undefined ? {} : { [`_shared/${event}.yaml`]: stringify({ $defs }) }),
    };
  },
};

/** Each of them in turn. */
export function writingAt(index: number): Writing {
  const all = Object.values(writings);
  return all[index % all.length] as Writing;
}

interface Rewriting {
  /** `isObject`: the definition is not a boolean, and can have a name of its own. */
  readonly reference: (name: string, isObject: boolean) => string;
  readonly definition: (definition: Written, name: string) => Written;
  /** What refers to the whole; default `#`. */
  readonly whole?: string;
}

/** Each definition as a resource of its own, whose references are resolved against its own `$id`. */
function compound(schema: unknown, event: string): Written {
  const root = `https://example.test/${event}/root`;
  return {
    $id: root,
    ...rewritten(schema, {
      reference: (name, isObject) => (isObject ? `parts/${name}` : `${root}#/$defs/${name}`),
      definition: (definition, name) => ({
        $id: `parts/${name}`,
        ...(JSON.parse(JSON.stringify(definition).replaceAll('"$ref":"parts/', '"$ref":"')) as Written),
      }),
      whole: root,
    }),
  };
}

function rewritten(schema: unknown, { reference, definition, whole = "#" }: Rewriting): Written {
  const { $defs = {} } = schema as { $defs?: Written };
  const led = JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key !== "$ref" || typeof value !== "string") return value;
    const name = value.slice("#/$defs/".length);
    return value === "#" ? whole : reference(name, typeof $defs[name] === "object");
  }) as { readonly $defs?: Written };
  if (led.$defs === undefined) return led;
  const definitions = Object.entries(led.$defs).map(([name, each]) => [
    name,
    typeof each === "object" ? definition(each as Written, name) : each,
  ]);
  return { ...led, $defs: Object.fromEntries(definitions) as Written };
}

/** The same value with equal objects and lists as one, so that YAML writes them once. */
function withSharedParts(value: unknown, parts = new Map<string, unknown>()): unknown {
  if (typeof value !== "object" || value === null) return value;
  const key = JSON.stringify(value);
  const known = parts.get(key);
  if (known !== undefined) return known;
  const shared = Array.isArray(value)
    ? value.map((each) => withSharedParts(each, parts))
    : Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, withSharedParts(each, parts)] as const),
      );
  parts.set(key, shared);
  return shared;
}
