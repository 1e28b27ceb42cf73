import type { LoadedSchema } from "../../contract/load-schema.js";
import type { Change, ChangePlace } from "./change.js";
import type { Edit } from "./edit.js";

/** What undoes a change at all its places, and what makes it there. */
export function editsOf({ undo, redo, also = [] }: Change): {
  readonly undo: readonly Edit[];
  readonly redo: readonly Edit[];
} {
  const at = (edit: Edit, { location }: ChangePlace): Edit => ({ ...edit, location });
  const distinct = (edits: readonly Edit[]): readonly Edit[] => [
    ...new Map(edits.map((edit) => [edit.location, edit])).values(),
  ];
  return {
    undo: distinct([undo, ...also.map(({ new: place }) => at(undo, place))]),
    redo: distinct([redo, ...also.map(({ old: place }) => at(redo, place))]),
  };
}

/** An edited schema may hold a part of the other one, with its references. */
export function merged(first: LoadedSchema, second: LoadedSchema): LoadedSchema["definitions"] {
  return new Map([...second.definitions, ...first.definitions]);
}
