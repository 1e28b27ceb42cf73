import { formats } from "../../runtime/formats/formats.js";

/** The formats that JSON Schema Validation (2020-12, chapter 7.3, and the drafts before it) defines; the runtime checks each. */
export const standardFormats: ReadonlySet<string> = new Set(Object.keys(formats));
