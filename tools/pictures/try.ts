import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pictures } from "./pictures.js";

mkdirSync("/tmp/pics", { recursive: true });
for (const [n, t] of pictures(readFileSync("test/cli/golden/pull-requests/enum-value-added.txt", "utf8")))
  writeFileSync(`/tmp/pics/${n}`, t);
