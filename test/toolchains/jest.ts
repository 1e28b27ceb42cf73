import type { Case } from "./case.js";
import { makeProject } from "./make-project.js";
import { run } from "./run.js";
import type { Workshop } from "./workshop.js";

// the time includes that for compiling what the SDK loads late
const config = (transform: string): string => `module.exports = {
  testTimeout: 120_000,
  testMatch: ["<rootDir>/round-trip.test.ts"],
  moduleNameMapper: { "^(\\\\.{1,2}/.*)\\\\.js$": "$1" },
  transform: { "\\\\.ts$": "${transform}" },
};
`;

const test = `import { roundTrip } from "./round-trip.js";

test("an event makes a round trip", async () => {
  expect(await roundTrip()).toBe("o-1");
});
`;

interface Setting {
  readonly transform: "ts-jest" | "@swc/jest";
  readonly module: "commonjs" | "node16" | "nodenext";
  readonly env: object;
}

const vmModules = { NODE_OPTIONS: "--experimental-vm-modules" };

const settings: Readonly<Record<string, Setting>> = {
  'jest, CommonJS, ts-jest, "module": "commonjs"': { transform: "ts-jest", module: "commonjs", env: {} },
  'jest, CommonJS, ts-jest, "module": "nodenext", --experimental-vm-modules': {
    transform: "ts-jest",
    module: "nodenext",
    env: vmModules,
  },
  'jest, CommonJS, ts-jest, "module": "node16", --experimental-vm-modules': {
    transform: "ts-jest",
    module: "node16",
    env: vmModules,
  },
  'jest, CommonJS, @swc/jest, "module": "nodenext"': { transform: "@swc/jest", module: "nodenext", env: {} },
};

const refused = 'jest, CommonJS, ts-jest, "module": "nodenext" alone: the error names the settings';

/** A test in a package without a `type`, as `nest new` makes it, with each setting that docs/how-to/testing.md names. */
export function jestCases(workshop: Workshop): readonly Case[] {
  const working = Object.entries(settings).map(([name, setting]) => ({
    name,
    run: () => {
      runJest(workshop, setting);
    },
  }));
  return [...working, { name: refused, run: () => expectAdvice(workshop) }];
}

function runJest(workshop: Workshop, { transform, module, env }: Setting): void {
  const compilerOptions = { module, target: "ES2022", types: ["node"], isolatedModules: true, strict: true };
  const packages = ["jest", "ts-jest", "@swc/jest"];
  const folder = makeProject(workshop, {
    packages: Object.fromEntries(packages.map((name) => [name, name])),
    files: {
      "package.json": '{ "private": true }',
      "tsconfig.json": JSON.stringify({ compilerOptions }),
      "jest.config.js": config(transform),
      "round-trip.test.ts": test,
    },
  });
  // a test that fails leaves its broker open; a variable of the caller's would decide in place of the case
  run(folder, process.execPath, ["node_modules/jest/bin/jest.js", "--forceExit"], {
    NODE_OPTIONS: "",
    ...env,
  });
}

/** Without the flag the test fails, and its error says what to set. */
function expectAdvice(workshop: Workshop): void {
  try {
    runJest(workshop, { transform: "ts-jest", module: "nodenext", env: {} });
  } catch (error) {
    if (/set NODE_OPTIONS=--experimental-vm-modules, or/.test(String(error))) return;
    throw error;
  }
  throw new Error("the test passed without the flag: the page on testing need not ask for it");
}
