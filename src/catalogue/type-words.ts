import type { Contract } from "../contract/contract.js";
import type { JsonType, SchemaObject } from "../contract/schema.js";
import { narrowestType } from "../contract/value-space.js";
import { conjunctsOf } from "./conjuncts.js";
import { anyType } from "./payload-node.js";

/** The types that every part allows, in words. */
export function typeWords(parts: readonly SchemaObject[], definitions: Contract["definitions"]): string {
  const lists = parts.flatMap(({ type }) => (type === undefined ? [] : [type]));
  const types = lists.reduce<readonly JsonType[] | undefined>(
    (kept, list) => (kept === undefined ? list : kept.filter((each) => list.includes(each))),
    undefined,
  );
  const words = types ?? valueTypes(parts);
  if (words === undefined) return anyType;
  if (words.length === 0) return "no value is valid";
  const shown = words.map((each) => (each === "array" ? arrayType(parts, definitions) : each));
  return shown.length <= 1 ? shown.join("") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

function arrayType(parts: readonly SchemaObject[], definitions: Contract["definitions"]): string {
  const items = parts.flatMap((each) => (each.items === undefined || each.prefixItems ? [] : [each.items]));
  if (items.length === 0) return "array";
  const { schemas } = conjunctsOf(items, definitions);
  const types = schemas.flatMap(({ type }) => type ?? []);
  return types.length === 1 ? `array of ${types[0]}` : "array";
}

/** The types of listed values, where no keyword `type` is there. */
function valueTypes(parts: readonly SchemaObject[]): readonly JsonType[] | undefined {
  const listed = parts.find((each) => each.enum !== undefined || each.const !== undefined);
  if (listed === undefined) return undefined;
  const values = listed.enum ?? (listed.const === undefined ? [] : [listed.const]);
  return [...new Set(values.map(narrowestType))];
}
