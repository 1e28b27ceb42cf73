import { amqplibCases } from "./amqplib.js";
import { bundlerCases } from "./bundlers.js";
import type { Case } from "./case.js";
import { freshInitCases } from "./fresh-init.js";
import { hintCases } from "./hints.js";
import { jestCases } from "./jest.js";
import { moduleFormatCases } from "./module-formats.js";
import { nextCases } from "./next.js";
import { nodeCases } from "./node-versions.js";
import { pageTestCases } from "./page-test.js";
import { runnerCases } from "./runners.js";
import { typescriptCases } from "./typescript.js";
import type { Workshop } from "./workshop.js";

const tools = [
  typescriptCases,
  moduleFormatCases,
  amqplibCases,
  nodeCases,
  runnerCases,
  jestCases,
  pageTestCases,
  bundlerCases,
  nextCases,
  freshInitCases,
  hintCases,
];

/** Every case, in the order in which they are tried; docs/reference/toolchains.md has each by its name. */
export function allCases(workshop: Workshop): readonly Case[] {
  return tools.flatMap((cases) => cases(workshop));
}
