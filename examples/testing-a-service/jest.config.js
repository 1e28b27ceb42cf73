/** TypeScript imports "./billing.js" and means billing.ts, which jest has to be told. */
const moduleNameMapper = { "^(\\.{1,2}/.*)\\.js$": "$1" };
const shared = { moduleNameMapper, testMatch: ["<rootDir>/test/*.test.ts"] };
const esm = { extensionsToTreatAsEsm: [".ts"] };
const swc = ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }];
const tsJest = (useESM, module) => [
  "ts-jest",
  { useESM, tsconfig: { ...{ module, moduleResolution: "bundler", target: "es2022" }, skipLibCheck: true } },
];

// A project needs one of these; all four are here to show that each works.
export default {
  projects: [
    { ...shared, displayName: "CommonJS, swc", transform: { "\\.ts$": swc } },
    { ...shared, displayName: "CommonJS, ts-jest", transform: { "\\.ts$": tsJest(false, "esnext") } },
    { ...shared, ...esm, displayName: "ES modules, swc", transform: { "\\.ts$": swc } },
    {
      ...shared,
      ...esm,
      displayName: "ES modules, ts-jest",
      transform: { "\\.ts$": tsJest(true, "esnext") },
    },
  ],
};
