import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { commands } from "./commands.js";
import { makers } from "./makers.js";
import { complaint, measure } from "./measure.js";

/**
 * Runs every command on every input of `makers.ts`, or on those whose names have the first argument in them, and only
 * the command of the second, and prints what each took. Ends with 1 when one takes more than 10 s (30 s for what is
 * just within the limits of a version, and for thousands of events, which take a few milliseconds each) or 1 GiB, or
 * ends in any other way than it should.
 */
const [wanted = "", wantedCommand] = process.argv.slice(2);
const program = resolve("dist/src/bin.js");
/** A slow machine gets more time: `RABBITGEN_HOSTILE_SLOWNESS=3`. */
const slowness = Number(process.env["RABBITGEN_HOSTILE_SLOWNESS"] ?? 1);
const heap = 1024;
const memory = 1024;

let failed = 0;
for (const [name, make] of Object.entries(makers)) {
  if (!name.includes(wanted)) continue;
  const seconds = (/^as many|events$/.test(name) ? 30 : 10) * slowness;
  const folder = mkdtempSync(join(tmpdir(), "rabbitgen-hostile-"));
  try {
    for (const [path, text] of Object.entries(make())) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    prepareBase(folder);
    for (const [command, argv] of Object.entries(commands)) {
      if (wantedCommand !== undefined && command !== wantedCommand) continue;
      const measured = await measure(program, argv, folder, { seconds, heap });
      const wrong = complaint(measured, memory);
      if (wrong !== undefined) failed += 1;
      const took = `${measured.seconds.toFixed(1)} s`.padStart(7);
      const mib = `${measured.memory === undefined ? "?" : Math.round(measured.memory)} MiB`.padStart(9);
      const code = String(measured.code ?? measured.signal).padStart(7);
      console.log(
        `${took} ${mib} ${code} ${command.padEnd(9)} ${name}${wrong === undefined ? "" : `: ${wrong.toUpperCase()}`}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(failed === 0 ? "All within the limits." : `${failed} beyond the limits.`);
process.exitCode = failed === 0 ? 0 : 1;

/** For `review`: the same contract with each version a little different. */
function prepareBase(folder: string): void {
  execFileSync("cp", ["-r", "schemas", "base"], { cwd: folder });
  writeFileSync(
    join(folder, "base/ev/v1.json"),
    '{"type":"object","properties":{"other":{"type":"string"}}}',
  );
}
