import { Command, InvalidArgumentError, Option } from "commander";
import type { ExitCode, Io } from "../io.js";
import type { RunBrokerFlags } from "../run-broker.js";

/** `rabbitgen broker`: a broker for a laptop or a CI job that prints its messages. */
export function brokerCommand(io: Io, end: (code: ExitCode) => void): Command {
  return new Command("broker")
    .summary("run the embedded broker in the foreground, and print each message")
    .description(
      "Runs an in-memory AMQP 0-9-1 broker that behaves like RabbitMQ 4.0, until Ctrl-C. Services in any language " +
        "can connect to its URL. Each message is printed on one line, validated as its consumers would.",
    )
    .addOption(
      new Option("-p, --port <number>", "TCP port; 0 for any free port").default(5672).argParser(portNumber),
    )
    .option(
      "--host <address>",
      "address to listen on; 0.0.0.0 accepts connections from other machines",
      "127.0.0.1",
    )
    .option("-u, --user <name:password...>", "users (default: guest:guest)")
    .option("-s, --schemas <dir>", "folder with the schemas (default: schemas, if it exists)")
    .option(
      "--declare",
      "declare what contract.json needs: exchanges, queues with their retry and dead-letter queues, bindings",
    )
    .addOption(
      new Option(
        "--permissions [mode]",
        "limit users named after services to the permissions that `rabbitgen topology --declare <mode>` prints",
      )
        .choices(["assert", "check", "none"])
        .preset("assert"),
    )
    .option("-q, --quiet", "print no messages")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", examples)
    .action(async (flags: RunBrokerFlags) => {
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
Messages are lost when it stops. The schemas are read at the start: restart it when they change. Virtual hosts
are created when a client opens them. With --format json, the first line has the URL, and each message is one object per line.

--permissions shows missing permissions before production does: as with RabbitMQ, the SDK fails with PermissionError when it
starts, and with BrokerRefusedError (403) when it publishes what the service may not, such as a delayed event. Only the
contract's virtual hosts exist then. Without --user, each service is a user whose password is its name. Where
services do not declare (check, none), add --declare.

Examples:
  $ rabbitgen broker
  $ rabbitgen broker --declare --port 0 --format json
  $ rabbitgen broker --user svc-order:secret --user svc-billing:secret
  $ rabbitgen broker --permissions none --declare

Exit codes: 0 stopped by Ctrl-C or SIGTERM; 2 the port is in use, or the schemas have errors.
`;
