import type { Finding } from "../findings/finding.js";
import { valueAt } from "../json/pointer.js";
import type { Definitions } from "./collect-definitions.js";
import type { Layout } from "./layout.js";
import { dialectOfSource } from "./registry.js";
import type { SourceFile } from "./source-file.js";

/** The settings files of a contract. */
export function settingsPaths(layout: Layout): string[] {
  const events = [...layout.events.values()];
  return [layout.settings, ...events.map(({ settings }) => settings)].flatMap((path) => path ?? []);
}

/**
 * Checks settings against the JSON Schemas of their kinds, and schemas against the meta-schemas of their drafts. Loads
 * ajv for it, unless every file is among those that have been checked before.
 */
export async function checkFileStructure(
  layout: Layout,
  sources: ReadonlyMap<string, SourceFile>,
  schemas: readonly SourceFile[],
  { targets }: Definitions,
  checked: ReadonlySet<string>,
): Promise<Finding[]> {
  const newSettings = settingsPaths(layout).flatMap((path) =>
    checked.has(path) ? [] : (sources.get(path) ?? []),
  );
  const whole = new Set(schemas);
  // What a bag of schemas holds is checked as far as something refers to it, and what refers may have changed.
  const allChecked = [...sources.values()].every(({ path }) => checked.has(path));
  const parts = allChecked ? [] : [...targets.values()].filter(({ source }) => !whole.has(source));
  const roots = schemas.filter(({ path }) => !checked.has(path));
  if (newSettings.length + parts.length + roots.length === 0) return [];
  const { metaSchemaCheck, settingsCheck } = await import("./structure-checks.js");
  const check = await metaSchemaCheck(
    new Set([...roots.map(dialectOfSource), ...parts.map(({ place }) => place.dialect)]),
  );
  const findings = roots.flatMap((source) => check(dialectOfSource(source))(source, "", source.value));
  for (const { source, place } of parts) {
    findings.push(
      ...check(place.dialect)(source, place.pointer, valueAt(source.value, place.pointer) ?? null),
    );
  }
  if (newSettings.length === 0) return findings;
  const known = await settingsCheck();
  for (const source of newSettings) {
    const judge = source.path === layout.settings ? known.contract : known.event;
    findings.push(...judge(source, "", source.value));
  }
  return findings;
}
