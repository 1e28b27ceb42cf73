/**
 * Removes from this process's environment, which programs that it starts inherit, what would change their output or what
 * git does: colors, git's variables where a hook runs the tests, and the user's git config.
 */
export function makeEnvironmentPlain(): void {
  for (const name of Object.keys(process.env))
    if (/^(?:(?:FORCE|NO)_COLOR|CLICOLOR|GIT_)/.test(name)) delete process.env[name];
  process.env["GIT_CONFIG_GLOBAL"] = "/dev/null";
  process.env["GIT_CONFIG_NOSYSTEM"] = "1";
}
