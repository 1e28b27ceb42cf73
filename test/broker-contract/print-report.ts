import { readFileSync, writeFileSync } from "node:fs";
import { countContract, renderReport, replaceReport } from "./report.js";

/** Prints the counts of the contract and its differences; with `--write`, puts them into the docs page. */
const page = "docs/how-to/embedded-broker.md";
const { cases, differences } = countContract();
if (process.argv.includes("--write")) {
  writeFileSync(page, replaceReport(readFileSync(page, "utf8"), renderReport()));
} else process.stdout.write(`${renderReport()}\n\n`);
process.stdout.write(
  `${cases} cases, ${differences} differences between RabbitMQ 3.10 and 4.0; the embedded broker follows 4.0\n`,
);
