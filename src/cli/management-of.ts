import { Management } from "../operate/management.js";
import type { Io } from "./io.js";

/** The management API that a command is given, by its option or the environment. */
export function managementOf(
  io: Io,
  { management }: { readonly management?: string },
): Management | undefined {
  const url = management ?? io.env["RABBITGEN_MANAGEMENT_URL"];
  return url === undefined || url.trim() === "" ? undefined : new Management(url);
}
