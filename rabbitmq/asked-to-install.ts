/** Whether the user asked by name for system packages to be installed: `RABBITGEN_INSTALL=1`. */
export function askedToInstall(env: NodeJS.ProcessEnv = process.env): boolean {
  return env["RABBITGEN_INSTALL"] === "1";
}
