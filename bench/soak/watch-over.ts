import type { Rabbit } from "../../generated/index.js";
import type { Reporter } from "./reporter.js";

/**
 * Reports reconnects, closes gracefully on SIGTERM, and returns that close. Afterwards the SDK must not keep the
 * process alive. Ends the process at once when the parent is gone.
 */
export function watchOver(rabbit: Rabbit, reporter: Reporter): () => Promise<void> {
  const lost = new Set<string>();
  rabbit.on("disconnected", ({ role }) => lost.add(role));
  rabbit.on("connected", ({ role }) => {
    if (lost.delete(role)) reporter.tell({ kind: "reconnected" });
  });
  const orphaned = (): never => process.exit(1);
  process.once("disconnect", orphaned);
  const close = async (): Promise<void> => {
    await rabbit.close();
    process.off("disconnect", orphaned);
    await reporter.end();
  };
  process.once("SIGTERM", close);
  return close;
}
