/** Pages whose code belongs to a contract of their own, each with the test that runs it. */
export const pagesWithOwnTest: Readonly<Record<string, string>> = {
  "README.md": "test/readme/readme.test.ts",
  "docs/how-to/evolve-an-event.md": "test/guides/evolve-an-event.test.ts",
  "docs/how-to/existing-systems.md": "test/guides/existing-systems.test.ts",
  "docs/how-to/nestjs.md": "test/docs/nestjs.test.ts",
  "docs/how-to/share-schemas.md": "test/guides/share-schemas.test.ts",
  "docs/tutorials/getting-started.md": "test/docs/getting-started.test.ts",
};
