import { matchesPattern } from "../../patterns/text-pattern.js";
import type { Region } from "./atom.js";

/** Whether a property of this name is in the region. */
export function isInRegion(region: Region, name: string): boolean {
  if (region.kind === "name") return region.name === name;
  if (region.kind === "pattern") return matchesPattern(region.pattern, name);
  const { properties, patterns } = region.members;
  return !properties.has(name) && ![...patterns.keys()].some((pattern) => matchesPattern(pattern, name));
}
