import { Command, Option } from "commander";
import { collect } from "../broker-options.js";
import type { ExitCode, Io } from "../io.js";
import type { TopologyFlags } from "../print-topology.js";

/** `rabbitgen topology`: what has to be at a broker, and who may do what. */
export function topologyCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("topology")
    .summary("print what RabbitMQ needs: virtual hosts, queues, users with least permissions")
    .description(
      "Prints what the services of contract.json need at RabbitMQ: virtual hosts, exchanges, queues with their retry and\n" +
        "dead-letter queues, bindings, and a user for each service that may do what it does, and nothing else.",
    )
    .option("--service <name>", "only what this service needs")
    .addOption(
      new Option("--format <format>", "how to print")
        .choices(["definitions", "rabbitmqctl", "terraform", "text"])
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
    .option("--default-vhost <name>", "the virtual host of events whose contract names none", "/")
    .option("-o, --out <file>", "write to this file instead")
    .option("--password-hashes <file>", "a JSON object with each user's password hash; needs --out")
    .option("--check <file>", "say whether this file is what would be printed, and what differs")
    .option("-s, --schemas <dir>", "folder with the schemas", "schemas")
    .addHelpText("after", examples)
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

Modes of declaring, and what a user may do in each:
  assert  the service declares what it needs: configure on its exchanges and queues
  check   an operator imports the definitions, the service looks whether all is there: no configure
  none    the same, and nothing is looked at: the least permissions

Consumers write retries and dead letters through the default exchange, amq.default, which reaches each queue of the
virtual host; docs/topology.md says what remains possible.

Users have no passwords in what is printed, and an import of definitions takes the password of a user without a hash away.
With --out, hashes come from --password-hashes or the environment variable RABBITGEN_PASSWORD_HASHES, both JSON
{"svc-order": "<what rabbitmqctl hash_password prints>"}. They are never printed.

Examples:
  $ rabbitgen topology
  $ rabbitgen topology --service svc-billing --declare check --format rabbitmqctl
  $ rabbitgen topology --declare none --format definitions --out rabbitmq.json
  $ rabbitgen topology --declare none --format definitions --check rabbitmq.json

Exit codes: 0 printed, written or current; 1 --check found differences; 2 the work could not be done.
`;
