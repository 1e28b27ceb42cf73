import type { ClosedDefinitions } from "./closed-definitions.js";
import { describersOf } from "./describers.js";
import { isExplicit } from "./object-shape.js";
import type { Schema } from "./schema.js";
import { isAccounted, type Slot, slotSchema, slotsOf, withNamesOnly } from "./slots.js";

/**
 * Refuses what none of some schemas declares, of which only the certain ones surely apply, and asserts nothing else.
 * Whatever may be free-form stays so. `isDescribed`: one of those that may apply does. `closeAll` closes certain ones.
 */
export function closeLoosely(
  certain: readonly Schema[],
  perhaps: readonly Schema[],
  isDescribed: boolean,
  made: ClosedDefinitions,
  closeAll: (schemas: readonly Schema[]) => Schema,
): Schema {
  if (![...certain, ...perhaps].some((schema) => made.opens(schema))) return true;
  if (perhaps.length === 0) return closeAll(certain);
  if (certain.length === 0 && !isDescribed) return true;
  const name = `of ${made.numbersOf(certain)} or ${made.numbersOf([...new Set(perhaps)])}${isDescribed ? " described" : ""}`;
  return made.combine(name, [...certain, ...perhaps], () => {
    const isClosed =
      certain.length > 0
        ? closes(certain, made)
        : isDescribed && perhaps.every((schema) => closes([schema], made));
    const shape = made.shapeOf([
      ...certain.map((schema) => ({ schema, when: [] })),
      ...perhaps.map((schema) => ({ schema, when: undefined })),
    ]);
    const slots = [...slotsOf(shape)].map(([slot, applied]): [Slot, Schema] => {
      const describers = describersOf(applied, isClosed && isAccounted(slot, shape), made);
      const others = [...describers.cases.flatMap(({ schemas }) => schemas), ...describers.perhaps];
      return [slot, closeLoosely(describers.certain, others, describers.isDescribed, made, closeAll)];
    });
    const inside = slotSchema(slots, shape);
    return isClosed && !shape.explicit ? withNamesOnly(inside, shape) : inside;
  });
}

/** True when schemas that apply together refuse what none of them declares. */
function closes(schemas: readonly Schema[], made: ClosedDefinitions): boolean {
  const [only] = schemas.map((schema) => made.targetOf(schema));
  if (schemas.length === 1 && typeof only === "object" && isExplicit(only)) return false;
  return made.shapeOf(schemas.map((schema) => ({ schema, when: [] }))).silent;
}
