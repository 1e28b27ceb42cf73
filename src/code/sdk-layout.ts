import type { EventNames } from "./names.js";

/** The modules that an event version has in the SDK; headers have validators alone. */
export type ModuleKind = "types" | "values" | "validators";

/** The path of a module of an event version by its label, or of the event's `headers`, in the SDK. */
export function modulePath({ folder }: Pick<EventNames, "folder">, label: string, kind: ModuleKind): string {
  return `events/${folder}/${label}.${kind}.ts`;
}

/** How modules at the top of the SDK import it. */
export function moduleSpecifier(names: Pick<EventNames, "folder">, label: string, kind: ModuleKind): string {
  return `./${modulePath(names, label, kind).replace(/\.ts$/, ".js")}`;
}
