const onOrphaned = (): void => process.exit(1);

/** Ends this process when its parent is gone, however that ended; the parent kills it only when a test ends. */
export function endWithParent(): void {
  process.once("disconnect", onOrphaned);
}

/** What keeps this process alive besides its parent, when what it closed has had some turns of the event loop to end. */
export async function leftOpen(): Promise<readonly string[]> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout" || name.startsWith("TCP"));
}

/** Lets the parent go; from then on this process ends on its own, as soon as nothing keeps it alive. */
export function leaveParent(): void {
  process.off("disconnect", onOrphaned);
  process.disconnect();
}
