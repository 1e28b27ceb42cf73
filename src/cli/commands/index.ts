import type { Command } from "commander";
import type { ExitCode, Io } from "../io.js";
import { asyncapiCommand } from "./asyncapi.js";
import { brokerCommand } from "./broker.js";
import { bundleCommand } from "./bundle.js";
import { checkCommand } from "./check.js";
import { compareCommand } from "./compare.js";
import { deadCommand } from "./dead.js";
import { docsCommand } from "./docs.js";
import { generateCommand } from "./generate.js";
import { importCommand } from "./import.js";
import { initCommand } from "./init.js";
import { lintCommand } from "./lint.js";
import { newCommand } from "./new.js";
import { publishCommand } from "./publish.js";
import { queuesCommand } from "./queues.js";
import { reviewCommand } from "./review.js";
import { rulesCommand } from "./rules.js";
import { sampleCommand } from "./sample.js";
import { tailCommand } from "./tail.js";
import { topologyCommand } from "./topology.js";

/** Every command, in the order in which `--help` lists them. */
export function commands(io: Io, end: (code: ExitCode) => void): Command[] {
  return [
    initCommand(io, end),
    importCommand(io, end),
    newCommand(io, end),
    generateCommand(io, end),
    checkCommand(io, end),
    sampleCommand(io, end),
    bundleCommand(io, end),
    docsCommand(io, end),
    asyncapiCommand(io, end),
    brokerCommand(io, end),
    topologyCommand(io, end),
    lintCommand(io, end),
    reviewCommand(io, end),
    compareCommand(io, end),
    rulesCommand(io, end),
    publishCommand(io, end),
    tailCommand(io, end),
    deadCommand(io, end),
    queuesCommand(io, end),
  ];
}
