import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { makeEnvironmentPlain } from "../support/plain-environment.js";

test("programs that a test starts print without colors, and git reads no config of the user", () => {
  Object.assign(process.env, { FORCE_COLOR: "3", GIT_DIR: "/nowhere", GIT_CONFIG_COUNT: "1" });
  makeEnvironmentPlain();
  const program =
    "console.log(true); console.log(Object.keys(process.env).filter((name) => /^(?:GIT_|.*_COLOR)/.test(name)).sort().join())";
  const printed = execFileSync(process.execPath, ["-e", program], { encoding: "utf8" });
  expect(printed).toBe("true\nGIT_CONFIG_GLOBAL,GIT_CONFIG_NOSYSTEM\n");
});
