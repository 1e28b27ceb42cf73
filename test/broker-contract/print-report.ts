import { countContract, renderReport } from "./report.js";

/** Prints the counts of the contract and its differences, which `npm run docs` puts into the page on the embedded broker. */
const { cases, differences } = countContract();
process.stdout.write(
  `${renderReport()}\n\n${cases} cases, ${differences} differences between RabbitMQ 3.10 and 4.0; the embedded broker follows 4.0\n`,
);
