import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { installDebian, type Machine } from "../../rabbitmq/install-debian.js";
import { fakePrograms } from "./fake-programs.js";

// The fake apt-get records in the journal how policy-rc.d answers a package's script that would start services.
const asksPolicy = '[ "$1" = update ] || { "$POLICY"; echo "policy $?" >>"$JOURNAL"; }';

function machine(options: { release?: string; isRoot?: boolean; apt?: string } = {}) {
  const { release = 'NAME="Debian"\nID=debian\n', isRoot = true, apt = asksPolicy } = options;
  const fakes = fakePrograms({ "apt-get": apt, systemctl: "" });
  const policyFile = join(fakes.folder, "policy-rc.d");
  const osReleaseFile = join(fakes.folder, "os-release");
  writeFileSync(osReleaseFile, release);
  const env = { PATH: fakes.path, POLICY: policyFile, JOURNAL: join(fakes.folder, "journal") };
  const made: Machine = { osReleaseFile, policyFile, isRoot, env };
  return { ...fakes, policyFile, machine: made };
}

test("forbids services while it installs and lifts that afterwards", async () => {
  const fake = machine();
  const lines: string[] = [];
  expect(await installDebian((line) => lines.push(line), fake.machine)).toBe(true);
  expect(fake.calls()).toEqual([
    "apt-get update -qq",
    "apt-get install -y -qq --no-install-recommends rabbitmq-server",
    "policy 101",
    "systemctl disable --quiet rabbitmq-server",
  ]);
  expect(existsSync(fake.policyFile)).toBe(false);
  expect(lines.join()).toMatch(/installing rabbitmq-server/);
});

test("installs another package by name", async () => {
  const fake = machine();
  await installDebian(() => {}, fake.machine, "chromium");
  expect(fake.calls()).toContain("apt-get install -y -qq --no-install-recommends chromium");
});

test("leaves a policy that was there before as it is", async () => {
  const fake = machine();
  writeFileSync(fake.policyFile, "#!/bin/sh\nexit 7\n", { mode: 0o755 });
  await installDebian(() => {}, fake.machine);
  expect(fake.calls()).toContain("policy 7");
  expect(readFileSync(fake.policyFile, "utf8")).toContain("exit 7");
});

test("rejects with what apt-get said, and lifts the policy then too", async () => {
  const fake = machine({ apt: '[ "$1" = update ] || { echo "E: Unable to locate package" >&2; exit 100; }' });
  await expect(installDebian(() => {}, fake.machine)).rejects.toThrow("E: Unable to locate package");
  expect(existsSync(fake.policyFile)).toBe(false);
});

test.each([
  ["another system", { release: "ID=fedora\n" }],
  ["a system that only resembles Debian", { release: "ID=devuan\nID_LIKE=debian\n" }],
  ["a user who is not root", { isRoot: false }],
])("does nothing for %s", async (_, options) => {
  const fake = machine(options);
  expect(await installDebian(() => {}, fake.machine)).toBe(false);
  expect(fake.calls()).toEqual([]);
});
