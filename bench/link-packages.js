#!/usr/bin/env node
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

// The compiled benchmarks in build/bench import the packages that are installed in bench/. The link is made each time,
// since it is absolute and the repository may have moved.
const link = fileURLToPath(new URL("../build/bench/node_modules", import.meta.url));
mkdirSync(fileURLToPath(new URL("../build/bench", import.meta.url)), { recursive: true });
rmSync(link, { force: true });
symlinkSync(fileURLToPath(new URL("node_modules", import.meta.url)), link, "junction");
