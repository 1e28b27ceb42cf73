import { Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { BrokerFlags } from "../run-broker.js";

/** `rabbitgen broker`: a broker for a laptop or a CI job, and a look at what goes through it. */
export function brokerCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("broker")
    .summary("run the embedded broker in the foreground, and print each message")
    .description(
      "Runs an AMQP 0-9-1 broker that behaves as RabbitMQ 4.0, in memory, until Ctrl-C. Services of any language " +
        "connect to its URL. Each message is printed on a line, judged by the schemas as its consumers would.",
    )
    .addOption(
      new Option("-p, --port <number>", "TCP port; 0 takes a free one").default(5672).argParser(portNumber),
    )
    .option("--host <address>", "address to listen on; 0.0.0.0 lets other machines in", "127.0.0.1")
    .option("-u, --user <name:password...>", "users (default: guest:guest)")
    .option("-s, --schemas <dir>", "folder with the schemas (default: schemas, if it is there)")
    .option(
      "--declare",
      "declare what contract.json names: exchanges, queues with their retry and dead-letter queues, bindings",
    )
    .addOption(
      new Option(
        "--permissions [mode]",
        "let users that are called as services do what `rabbitgen topology --declare <mode>` allows, and nothing else",
      )
        .choices(["assert", "check", "none"])
        .preset("assert"),
    )
    .option("-q, --quiet", "print no messages")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (flags: BrokerFlags) => {
      const { runBroker } = await import("../run-broker.js");
      end(await runBroker(io, flags));
    });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (text.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError("Must be a whole number from 0 to 65535.");
  return port;
}

const examples = `
Nothing is kept: when it ends, its messages are gone. Virtual hosts are made when a client opens them. With
--format json, the first line has the URL, and each message is one object per line.

--permissions shows what a service may not do before RabbitMQ does: as there, the SDK fails with PermissionError when it
starts, and with BrokerRefusedError (403) when it publishes what the service may not, such as a delayed event. Only the contract's virtual hosts exist then. Without --user, each service is a user, with its name
as password. Where services do not declare (check, none), --declare does.

Examples:
  $ rabbitgen broker
  $ rabbitgen broker --declare --port 0 --format json
  $ rabbitgen broker --user svc-order:secret --user svc-billing:secret
  $ rabbitgen broker --permissions none --declare

Exit codes: 0 ended by Ctrl-C or SIGTERM; 2 the port is taken, or the schemas have errors.
`;
