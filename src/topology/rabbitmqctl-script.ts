import { definitions } from "./definitions.js";
import { shellQuote, visibleText } from "./shell-quote.js";
import type { Topology } from "./topology.js";

/** Cannot be a line of JSON. */
const endOfInput = "END_OF_DEFINITIONS";

/**
 * A Bash script that makes a topology with `rabbitmqctl`, which is run again after each change: what exists stays, and
 * permissions are set anew. `rabbitmqctl` declares exchanges, queues and bindings by an import alone.
 */
export function rabbitmqctlScript(topology: Topology): string {
  const { users, notes } = topology;
  const only = ["vhosts", "exchanges", "queues", "bindings"] as const;
  const lines = [
    "#!/usr/bin/env bash",
    "# What the services of contract.json need at RabbitMQ, made by `rabbitgen topology --format rabbitmqctl`.",
    "# It can be run again: what exists stays, and permissions are replaced.",
    ...notes.map((note) => `# Note: ${visibleText(note)}`),
    "set -euo pipefail",
    "",
    "# Virtual hosts, exchanges, queues and bindings.",
    `rabbitmqctl import_definitions <<'${endOfInput}'`,
    definitions(topology, { only }).trimEnd(),
    endOfInput,
    "",
    "# One user for each service; rabbitmqctl asks for the password of one that is new.",
    "user() {",
    '  rabbitmqctl --silent list_user_permissions -- "$1" >/dev/null 2>&1 || rabbitmqctl add_user -- "$1"',
    "}",
    ...users.flatMap(({ name, permissions, topicPermissions }) => [
      "",
      `# ${visibleText(name)}`,
      `user ${shellQuote(name)}`,
      ...permissions.map(({ vhost, configure, write, read }) =>
        command(`set_permissions ${vhostOption(vhost)}`, name, configure, write, read),
      ),
      ...topicPermissions.map(({ vhost, exchange, write, read }) =>
        command(`set_topic_permissions ${vhostOption(vhost)}`, name, exchange, write, read),
      ),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function vhostOption(vhost: string): string {
  return `--vhost=${shellQuote(vhost)}`;
}

/** A command of several lines: first what it is about, then one argument on each. */
function command(what: string, user: string, ...more: readonly string[]): string {
  return [`rabbitmqctl ${what} -- ${shellQuote(user)}`, ...more.map(shellQuote)].join(" \\\n  ");
}
