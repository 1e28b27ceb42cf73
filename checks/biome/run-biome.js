#!/usr/bin/env node
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { ensureInstalled } from "../ensure-installed.js";

if (ensureInstalled("checks")) {
  const biome = createRequire(new URL("../package.json", import.meta.url)).resolve(
    "@biomejs/biome/bin/biome",
  );
  const { status } = spawnSync(process.execPath, [biome, ...process.argv.slice(2)], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} else process.exitCode = 1;
