const onOrphaned = (): void => process.exit(1);

/** Ends this process when its parent is gone, however that ended; the parent kills it only when a test ends. */
export function endWithParent(): void {
  process.once("disconnect", onOrphaned);
}

/** Lets the parent go; from then on this process ends by itself, as soon as nothing keeps it. */
export function leaveParent(): void {
  process.off("disconnect", onOrphaned);
  process.disconnect();
}
