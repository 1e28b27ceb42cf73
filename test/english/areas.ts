/** The files and folders whose texts are checked for constructions. */
export const areas: readonly string[] = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "action",
  "demo",
  "docs",
  "examples",
  "packages",
  "runtime",
  "src",
  "test/english",
  "tools",
];
