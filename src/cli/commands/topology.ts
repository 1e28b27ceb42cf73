import { Command, Option } from "commander";
import { collect, urlHelp } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import { onlyOnce } from "../only-once.js";
import type { TopologyFlags } from "../wanted-topology.js";

/** `rabbitgen topology`: what has to be at a broker, and who may do what. */
export function topologyCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("topology")
    .summary("print the required virtual hosts, queues, and users with least permissions")
    .description(
      "Prints what the services of contract.json need in RabbitMQ: virtual hosts, exchanges, queues with their retry and " +
        "dead-letter queues, bindings, and a user per service with the least permissions.",
    )
    .option("--service <name>", "only what this service needs", onlyOnce("--service"))
    .addOption(
      new Option("--format <format>", "how to print")
        .choices(["definitions", "rabbitmqctl", "terraform", "text", "json"])
        .default("text"),
    )
    .addOption(
      new Option("--declare <mode>", "how the services declare, as in connect({ declare })")
        .choices(["assert", "check", "none"])
        .default("assert"),
    )
    .option(
      "--delays [list]",
      "allow publishing with a delay: any, or only these, such as 10m,1h (default: not allowed)",
    )
    .option(
      "--vhost <from=to>",
      "map a virtual host of contract.json to its name on this broker, such as /shop=/staging-shop; may be repeated",
      collect,
      [],
    )
    .option(
      "--default-vhost <name>",
      "virtual host of events for which the contract names none (default: /, or that of the broker's URL)",
    )
    .option("-o, --out <file>", "write to this file instead")
    .option("--password-hashes <file>", "JSON file with each user's password hash; requires --out")
    .option("--check <file>", "check whether this file is up to date, and print the differences")
    .option(
      "--against-broker",
      "compare with a running broker instead, and report what differs (text or json)",
    )
    .option("--url <url>", "the broker's URL; prefer RABBITGEN_URL (see below)")
    .option("--url-file <file>", "file that contains the URL, such as a mounted secret")
    .option(
      "--management <url>",
      "its management API, http://user:password@host:15672; prefer RABBITGEN_MANAGEMENT_URL",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addHelpText("after", examples + urlHelp)
    .action(async (flags: TopologyFlags) => {
      const { printTopology } = await import("../print-topology.js");
      end(await printTopology(io, flags));
    });
}

const examples = `
An event lives in its publisher's virtual host, and its consumers connect there, so a user has permissions in the virtual
hosts of the events that its service publishes and consumes.

Formats:
  text         tables for reading
  definitions  JSON for rabbitmqctl import_definitions, RabbitMQ 3.10 and later
  rabbitmqctl  a Bash script that can be run repeatedly
  terraform    resources of the provider cyrilgdn/rabbitmq
  json         the differences that --against-broker finds

Modes of declaring, and what a user may do in each:
  assert  the service declares what it needs: configure on its exchanges and queues
  check   an operator imports the definitions, the service checks that everything exists: no configure
  none    the same without the check: the least permissions

Consumers publish retries and dead letters through the default exchange, amq.default, which reaches every queue of the
virtual host; docs/how-to/topology.md describes what a compromised service can still do.

The output contains no passwords, and importing definitions removes the password of a user without a hash.
With --out, hashes are read from --password-hashes or the environment variable RABBITGEN_PASSWORD_HASHES, both JSON
{"svc-order": "<what rabbitmqctl hash_password prints>"}. They are never printed.

--against-broker checks over AMQP that everything exists, by passive declarations, which change nothing. With the
management API it also compares types, arguments, bindings, policies, users and permissions, and finds orphans. A
management user with the tag monitoring can see everything but users and permissions; they need the tag administrator.

Examples:
  $ rabbitgen topology
  $ rabbitgen topology --service svc-billing --declare check --format rabbitmqctl
  $ rabbitgen topology --declare none --format definitions --out rabbitmq.json
  $ rabbitgen topology --declare none --format definitions --check rabbitmq.json
  $ rabbitgen topology --against-broker --vhost /svc-order=/staging --format json

Exit codes: 0 printed, written, or up to date; 1 --check or --against-broker found differences; 2 the command failed.
`;
