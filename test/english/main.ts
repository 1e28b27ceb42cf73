import { areas } from "./areas.js";
import { checkSpelling } from "./check-spelling.js";
import { exceptions } from "./exceptions.js";
import { findConstructions } from "./find-constructions.js";

const found = [...findConstructions(areas, exceptions), ...checkSpelling()];
for (const line of found) console.error(line);
console.error(found.length === 0 ? "No problems found in the English." : `${found.length} problems found.`);
process.exitCode = found.length === 0 ? 0 : 1;
