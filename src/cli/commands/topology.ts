import { Command, Option } from "commander";
import { collect, urlHelp } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import type { TopologyFlags } from "../wanted-topology.js";

/** `rabbitgen topology`: what has to be at a broker, and who may do what. */
export function topologyCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("topology")
    .summary("print what RabbitMQ needs: virtual hosts, queues, users with least permissions")
    .description(
      "Prints what the services of contract.json need at RabbitMQ: virtual hosts, exchanges, queues with their retry and " +
        "dead-letter queues, bindings, and a user for each service that may do what it does, and nothing else.",
    )
    .option("--service <name>", "only what this service needs")
    .addOption(
      new Option("--format <format>", "how to print")
        .choices(["definitions", "rabbitmqctl", "terraform", "text", "json"])
        .default("text"),
    )
    .addOption(
      new Option("--declare <mode>", "how the services declare, as connect({ declare }) says it")
        .choices(["assert", "check", "none"])
        .default("assert"),
    )
    .option(
      "--delays [list]",
      "publishers may publish with a delay: any, or only these, such as 10m,1h (default: none may)",
    )
    .option(
      "--vhost <from=to>",
      "a virtual host of contract.json and its name at this broker, such as /shop=/staging-shop; may be repeated",
      collect,
      [],
    )
    .option(
      "--default-vhost <name>",
      "the virtual host of events whose contract names none (default: /, or that of the broker's URL)",
    )
    .option("-o, --out <file>", "write to this file instead")
    .option("--password-hashes <file>", "a JSON object with each user's password hash; needs --out")
    .option("--check <file>", "say whether this file is what would be printed, and what differs")
    .option(
      "--against-broker",
      "compare with a running broker instead, and report what differs (text or json)",
    )
    .option("--url <url>", "that broker; better in RABBITGEN_URL (see below)")
    .option("--url-file <file>", "a file that holds its URL, such as a mounted secret")
    .option(
      "--management <url>",
      "its management API, http://user:password@host:15672; better in RABBITGEN_MANAGEMENT_URL",
    )
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addHelpText("after", examples + urlHelp)
    .action(async (flags: TopologyFlags) => {
      const { printTopology } = await import("../print-topology.js");
      end(await printTopology(io, flags));
    });
}

const examples = `
An event lives in its publisher's virtual host, and whoever consumes it connects there. So a user has permissions in the
virtual hosts of the events that its service publishes and consumes.

Formats:
  text         tables, for people
  definitions  JSON for rabbitmqctl import_definitions, RabbitMQ 3.10 and later
  rabbitmqctl  a Bash script, which can be run again
  terraform    resources of the provider cyrilgdn/rabbitmq
  json         the differences that --against-broker finds

Modes of declaring, and what a user may do in each:
  assert  the service declares what it needs: configure on its exchanges and queues
  check   an operator imports the definitions, the service looks whether all is there: no configure
  none    the same, and nothing is looked at: the least permissions

Consumers write retries and dead letters through the default exchange, amq.default, which reaches each queue of the
virtual host; docs/how-to/topology.md says what a compromised service can still do.

Users have no passwords in what is printed, and an import of definitions takes the password of a user without a hash away.
With --out, hashes come from --password-hashes or the environment variable RABBITGEN_PASSWORD_HASHES, both JSON
{"svc-order": "<what rabbitmqctl hash_password prints>"}. They are never printed.

--against-broker asks over AMQP whether everything is there, by passive declarations, which change nothing. With the
management API it compares types, arguments, bindings, policies, users and permissions too, and finds orphans. A
management user with the tag monitoring sees all but users and permissions; these take the tag administrator.

Examples:
  $ rabbitgen topology
  $ rabbitgen topology --service svc-billing --declare check --format rabbitmqctl
  $ rabbitgen topology --declare none --format definitions --out rabbitmq.json
  $ rabbitgen topology --declare none --format definitions --check rabbitmq.json
  $ rabbitgen topology --against-broker --vhost /svc-order=/staging --format json

Exit codes: 0 printed, written, current or the same; 1 --check or --against-broker found differences; 2 the work could
not be done.
`;
