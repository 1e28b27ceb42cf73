#!/usr/bin/env node
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

// The compiled benchmarks in build/bench import the packages that are installed in bench/.
const link = fileURLToPath(new URL("../build/bench/node_modules", import.meta.url));
if (!existsSync(link)) {
  mkdirSync(fileURLToPath(new URL("../build/bench", import.meta.url)), { recursive: true });
  symlinkSync(fileURLToPath(new URL("node_modules", import.meta.url)), link, "junction");
}
