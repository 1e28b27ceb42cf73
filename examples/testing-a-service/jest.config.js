/** TypeScript imports "./billing.js" and means billing.ts, which jest has to be told. */
const moduleNameMapper = { "^(\\.{1,2}/.*)\\.js$": "$1" };
const shared = { moduleNameMapper, testMatch: ["<rootDir>/test/*.test.ts"] };
const esm = { extensionsToTreatAsEsm: [".ts"] };
const swc = ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }];
// Without a check of types, which `tsc` does for all files at once.
const compilerOptions = {
  module: "esnext",
  moduleResolution: "bundler",
  target: "es2022",
  isolatedModules: true,
  esModuleInterop: true,
};
const tsJest = (useESM) => ["ts-jest", { useESM, tsconfig: compilerOptions }];

// A project needs one of these; all four are here to show that each works.
export default {
  testTimeout: 60_000, // for a busy CI: what the SDK loads late is compiled in the tests
  projects: [
    { ...shared, displayName: "CommonJS, swc", transform: { "\\.ts$": swc } },
    { ...shared, displayName: "CommonJS, ts-jest", transform: { "\\.ts$": tsJest(false) } },
    { ...shared, ...esm, displayName: "ES modules, swc", transform: { "\\.ts$": swc } },
    {
      ...shared,
      ...esm,
      displayName: "ES modules, ts-jest",
      transform: { "\\.ts$": tsJest(true) },
    },
  ],
};
