import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly resolved?: string }>>;
}

const folders = [".", "bench", "checks", "test/packages"];

function lockfile(folder: string): Lockfile["packages"] {
  const text = readFileSync(join(repository, folder, "package-lock.json"), "utf8");
  return (JSON.parse(text) as Lockfile).packages;
}

test.each(folders)("the lockfile of %s names no server to download from", (folder) => {
  const resolved = Object.values(lockfile(folder)).flatMap((entry) => entry.resolved ?? []);
  expect(resolved.filter((from) => from.includes("://"))).toEqual([]);
});

test("the benchmarks use the amqplib and the types of Node that everything else uses", () => {
  for (const name of ["amqplib", "@types/node"]) {
    const version = (folder: string) => lockfile(folder)[`node_modules/${name}`]?.version;
    expect(version("bench"), name).toBe(version("."));
  }
});

test("the clients that are tested with the embedded broker are those of the benchmarks", () => {
  for (const name of ["amqp-connection-manager", "rabbitmq-client", "rascal"]) {
    const version = (folder: string) => lockfile(folder)[`node_modules/${name}`]?.version;
    expect(version("test/packages"), name).toBe(version("bench"));
    expect(version("bench"), name).toBeDefined();
  }
});
