import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Log } from "./broker.js";
import { BrokerError } from "./broker-error.js";

/** What the installation needs to know of the machine; tests put their own in its place. */
export interface Machine {
  readonly osReleaseFile: string;
  /** Asked by Debian's packages whether they may start services; exit code 101 says no. */
  readonly policyFile: string;
  readonly isRoot: boolean;
  readonly env: NodeJS.ProcessEnv;
}

const thisMachine: Machine = {
  osReleaseFile: "/etc/os-release",
  policyFile: "/usr/sbin/policy-rc.d",
  isRoot: process.getuid?.() === 0,
  env: process.env,
};

// The traps remove the policy that we put there, and only that, also when the script is interrupted.
const installScript = `
set -e
policy=$1
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' HUP INT TERM
  printf '#!/bin/sh\\nexit 101\\n' >"$policy"
  chmod 755 "$policy"
fi
# Test files run side by side: the first one installs, the others wait for it and find everything there.
if command -v flock >/dev/null && [ -d /var/lib/dpkg ]; then exec 9</var/lib/dpkg; flock 9; fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$2"
if command -v systemctl >/dev/null; then systemctl disable --quiet "$2" 2>/dev/null || true; fi
`;

/**
 * Installs a package of Debian, by default `rabbitmq-server`, without letting its service start, now or at the next boot.
 * Gives false when this is not Debian or Ubuntu or we are not root; rejects with `BrokerError` when the installation fails.
 */
export async function installDebian(
  log: Log,
  machine: Machine = thisMachine,
  name = "rabbitmq-server",
): Promise<boolean> {
  const release = await readFile(machine.osReleaseFile, "utf8").catch(() => "");
  if (!machine.isRoot || !/^ID=["']?(debian|ubuntu)["']?$/m.test(release)) return false;
  log(`installing ${name} with apt-get (no service is started)`);
  const options = { env: machine.env, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 };
  try {
    await promisify(execFile)(
      "sh",
      ["-c", installScript, "install-debian", machine.policyFile, name],
      options,
    );
  } catch (cause) {
    const said = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    throw new BrokerError(`apt-get could not install ${name}: ${said || cause}`);
  }
  return true;
}
