import type { Finding } from "../findings/finding.js";
import { isObject, member } from "../json/json.js";
import { type Definitions, isSchema, type SchemaSources } from "./collect-definitions.js";
import type { Layout } from "./layout.js";
import { findingOn, type SourceFile } from "./source-file.js";
import { type LabelStyle, nextLabel } from "./version-label.js";

/** Versions whose schemas say where the placeholders of their routing key have values from. */
export function routedVersions(
  { events }: Layout,
  sources: ReadonlyMap<string, SourceFile>,
): ReadonlySet<string> {
  const routed = [...events.values()].filter(({ settings = "" }) => {
    const value = sources.get(settings)?.value;
    const key = isObject(value) ? member(value, "routingKey") : undefined;
    return typeof key === "string" && key.includes("{");
  });
  return new Set(routed.flatMap(({ versions }) => [...versions.values()]));
}

/** The files that a `$ref` may lead into: versions and definitions, no examples and no settings. */
export function referablePaths(layout: Layout): string[] {
  const versions = [...layout.events.values()].flatMap((event) => [...event.versions.values()]);
  return [...versions, ...layout.definitions];
}

/** The files that are schemas: every version, and every file of definitions that is one itself. */
export function schemaSources(layout: Layout, sources: ReadonlyMap<string, SourceFile>): SchemaSources {
  const versions = [...layout.events.values()].flatMap((event) => [...event.versions.values()]);
  const shared = layout.definitions.filter(isDefinitionsPath).flatMap((path) => sources.get(path) ?? []);
  return {
    versions: versions.flatMap((path) => sources.get(path) ?? []),
    shared: shared.filter(({ value }) => isSchema(value)),
  };
}

/** True below a folder that starts with `_`, which holds no events. */
function isDefinitionsPath(path: string): boolean {
  return path.split("/").some((segment) => segment.startsWith("_"));
}

/** Files outside `_` folders that no version, setting or reference means: most likely a slip of the name. */
export function unusedFiles(layout: Layout, { targets }: Definitions, style: LabelStyle): Finding[] {
  const used = new Set([...targets.values()].map(({ source }) => source.path));
  return layout.definitions
    .filter((path) => !isDefinitionsPath(path) && !used.has(path))
    .map((path) =>
      findingOn(path, {
        rule: "file-unused",
        severity: "warning",
        message:
          "This file is not used: it is not a version, an example or an event.json, and no $ref refers to it.",
        help: `Call it ${style}.json, ${nextLabel(style)}.json, …, or move it to a folder that starts with _.`,
      }),
    );
}
