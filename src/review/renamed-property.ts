import type { EventVersion } from "../contract/contract.js";
import type { PayloadStep } from "../findings/finding.js";
import { splitPointer } from "../json/pointer.js";
import type { ReviewSubject, SchemaChange } from "./review-rule.js";

/** A renamed property. */
export interface RenamedProperty {
  readonly version: EventVersion;
  readonly from: string;
  readonly to: string;
  /** The object that contains it. */
  readonly parent: readonly PayloadStep[];
}

/** Renamed properties of versions that were edited. */
export function propertiesRenamed({ changes }: ReviewSubject): readonly RenamedProperty[] {
  return changes.flatMap(({ version, change }) => {
    const { kind, target } = change;
    if (kind !== "property-renamed" || target?.kind !== "property") return [];
    const nameIn = ({ pointer }: { readonly pointer: string }): string => splitPointer(pointer).at(-1) ?? "";
    return [{ version, from: nameIn(change.old), to: nameIn(change.new), parent: target.path.slice(0, -1) }];
  });
}

/** The rename that a change belongs to, such as a change of which of the two names is required. */
export function renameOf(
  { version, change }: SchemaChange,
  renames: readonly RenamedProperty[],
): RenamedProperty | undefined {
  const { kind, target } = change;
  if (target?.kind !== "property" || (kind !== "required-removed" && kind !== "required-added"))
    return undefined;
  const path = JSON.stringify(target.path);
  return renames.find((each) => {
    const name = kind === "required-removed" ? each.from : each.to;
    return each.version === version && JSON.stringify([...each.parent, name]) === path;
  });
}
