import type { Applied } from "../contract/applied-schemas.js";
import { objectShape } from "../contract/object-shape.js";
import type { Location, Schema } from "../contract/schema.js";
import type { PayloadStep } from "../findings/finding.js";
import { joinPointer, splitPointer } from "../json/pointer.js";

/** The steps of a payload path as written in `event.json`: a JSON Pointer in which `*` is every item of an array. */
export function payloadSteps(pointer: string): readonly PayloadStep[] {
  return splitPointer(pointer).map((step) => (step === "*" ? { items: true } : step));
}

/** The pointer of a path: the inverse. */
export function payloadPointer(path: readonly PayloadStep[]): string {
  return path.reduce<string>(
    (pointer, step) => joinPointer(pointer, typeof step === "string" ? step : "*"),
    "",
  );
}

/** `order.lines[].sku`, as in code. */
export function shownPath(path: readonly PayloadStep[]): string {
  return path
    .map((step) => (typeof step === "string" ? `.${step}` : "[]"))
    .join("")
    .replace(/^\./, "");
}

/** Whether a schema defines the property at a path, in any branch or definition. */
export function namesProperty(
  schema: Schema,
  path: readonly PayloadStep[],
  resolve: (location: Location) => Schema,
): boolean {
  let described: readonly Applied[] = [{ schema, when: [] }];
  for (const [index, step] of path.entries()) {
    const shape = objectShape(described, resolve);
    if (typeof step !== "string") {
      described = [...shape.prefix.flat(), ...shape.items];
      continue;
    }
    if (!shape.names.has(step)) return false;
    if (index === path.length - 1) return true;
    described = shape.names.get(step) ?? [];
  }
  return false;
}
