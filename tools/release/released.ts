/** The texts of the files that carry the version, by path. */
export type VersionedFiles = Readonly<Record<(typeof versionedFiles)[number], string>>;

/** The files that carry the version of both packages, and the changelog. */
export const versionedFiles = [
  "package.json",
  "package-lock.json",
  "packages/runtime/package.json",
  "runtime/contract/contract.ts",
  "CHANGELOG.md",
] as const;

/** The files of a release. Throws an `Error` for a version that is not valid, and for a changelog without a change. */
export function released(files: VersionedFiles, version: string, date: string): VersionedFiles {
  if (!/^\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?$/.test(version))
    throw new Error(`"${version}" is not a version such as 0.2.0 or 1.0.0-rc.1.`);
  const manifest = (path: keyof VersionedFiles) =>
    replaceOnce(files[path], path, /^( {2}"version": )"[^"]*"/m, `$1"${version}"`);
  const lock = ["", "packages/runtime"].reduce(
    (text, key) => replaceOnce(text, "package-lock.json", lockEntry(key), `$1"${version}"`),
    manifest("package-lock.json"),
  );
  const changelog = files["CHANGELOG.md"];
  const unreleased = /^## Unreleased\n\n(?=- )/m;
  if (!unreleased.test(changelog)) throw new Error('CHANGELOG.md lists nothing under "Unreleased".');
  return {
    "package.json": manifest("package.json"),
    "package-lock.json": lock,
    "packages/runtime/package.json": manifest("packages/runtime/package.json"),
    "runtime/contract/contract.ts": replaceOnce(
      files["runtime/contract/contract.ts"],
      "runtime/contract/contract.ts",
      /(export const RUNTIME_VERSION = )"[^"]*"/,
      `$1"${version}"`,
    ),
    "CHANGELOG.md": changelog.replace(unreleased, `## Unreleased\n\n## ${version} (${date})\n\n`),
  };
}

/** The version in the entry of a package of this repository. */
function lockEntry(key: string): RegExp {
  return new RegExp(`(^ {4}"${key}": \\{\\n(?: {6}.*\\n)*? {6}"version": )"[^"]*"`, "m");
}

function replaceOnce(text: string, path: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text)) throw new Error(`${path} has no version where it is expected.`);
  return text.replace(pattern, by);
}
