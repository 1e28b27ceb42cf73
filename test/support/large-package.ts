import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { repository } from "./repository.js";

// compiled, this file is in build/
const folder = [repository, dirname(repository)]
  .map((root) => join(root, "test", "packages"))
  .find((path) => existsSync(join(path, "package.json")));

/** `require` for the packages of `test/packages`, which are installed separately (`npm ci --prefix test/packages`). */
export const largePackage: NodeJS.Require = createRequire(join(folder ?? repository, "package.json"));

/** Whether `test/packages` is installed. */
export const hasLargePackages: boolean =
  folder !== undefined && existsSync(join(folder, "node_modules", ".package-lock.json"));
