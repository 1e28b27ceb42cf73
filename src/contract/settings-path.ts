/** Whether a path is that of the contract's own file. */
export function isContractSettings(path: string): boolean {
  return /^contract\.(?:json|ya?ml)$/.test(path);
}

/** Whether a path is that of the contract's own file, or of an event's settings. */
export function isSettings(path: string): boolean {
  return isContractSettings(path) || /\/event\.(?:json|ya?ml)$/.test(path);
}
