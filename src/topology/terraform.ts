import { createHash } from "node:crypto";
import { replaceUnsafe } from "../code/unsafe-characters.js";
import { ownExchanges, ownQueues } from "./definitions.js";
import { visibleText } from "./shell-quote.js";
import type { Topology, UserTopology, VhostTopology } from "./topology.js";

/** The virtual host that every broker has from its start. */
const firstVhost = "/";

/**
 * A topology as resources of the Terraform provider `cyrilgdn/rabbitmq`. Each is labelled by its own names alone, so that
 * a change elsewhere in the contract renames, and so replaces, none.
 */
export function terraform({ vhosts, users, notes }: Topology): string {
  const references = new References(vhosts);
  return [
    [
      "# What the services of contract.json need at RabbitMQ, made by `rabbitgen topology --format terraform`:",
      "# resources of the provider cyrilgdn/rabbitmq. Passwords come from the variable rabbitmq_passwords, by user.",
      ...notes.map((note) => `# Note: ${visibleText(note)}`),
    ].join("\n"),
    block('variable "rabbitmq_passwords"', [
      'description = "Passwords by user name."',
      "type        = map(string)",
      "sensitive   = true",
    ]),
    ...vhosts.flatMap((vhost) => vhostBlocks(vhost, references)),
    ...users.flatMap((user) => userBlocks(user, references)),
  ]
    .map((text) => `${text}\n`)
    .join("\n");
}

function vhostBlocks(vhost: VhostTopology, references: References): readonly string[] {
  const { name, bindings } = vhost;
  const home = references.vhost(name);
  return [
    ...(name === firstVhost
      ? []
      : [block(resource("rabbitmq_vhost", name), attributes({ name: hclQuote(name) }))]),
    ...ownExchanges(vhost).map((exchange) =>
      block(resource("rabbitmq_exchange", name, exchange.name), [
        ...attributes({ name: hclQuote(exchange.name), vhost: home }),
        ...inner("settings", {
          type: hclQuote(exchange.type ?? "topic"),
          durable: "true",
          auto_delete: "false",
        }),
      ]),
    ),
    ...ownQueues(vhost).map((queue) =>
      block(resource("rabbitmq_queue", name, queue.name), [
        ...attributes({ name: hclQuote(queue.name), vhost: home }),
        ...inner("settings", {
          durable: "true",
          auto_delete: "false",
          arguments_json: jsonEncoded(queue.arguments),
        }),
      ]),
    ),
    ...bindings.map(({ source, destination, routingKey }) =>
      block(
        resource("rabbitmq_binding", name, source, destination, routingKey),
        attributes({
          vhost: home,
          source: references.exchange(name, source),
          destination: references.queue(name, destination),
          destination_type: '"queue"',
          routing_key: hclQuote(routingKey),
        }),
      ),
    ),
  ];
}

function userBlocks(
  { name, permissions, topicPermissions }: UserTopology,
  references: References,
): readonly string[] {
  const user = `${address("rabbitmq_user", name)}.name`;
  const homes = [...new Set(topicPermissions.map(({ vhost }) => vhost))];
  return [
    block(
      resource("rabbitmq_user", name),
      attributes({ name: hclQuote(name), password: `var.rabbitmq_passwords[${hclQuote(name)}]` }),
    ),
    ...permissions.map(({ vhost, configure, write, read }) =>
      block(resource("rabbitmq_permissions", name, vhost), [
        ...attributes({ user, vhost: references.vhost(vhost) }),
        ...inner("permissions", {
          configure: hclQuote(configure),
          write: hclQuote(write),
          read: hclQuote(read),
        }),
      ]),
    ),
    ...homes.map((home) =>
      block(resource("rabbitmq_topic_permissions", name, home), [
        ...attributes({ user, vhost: references.vhost(home) }),
        ...topicPermissions
          .filter(({ vhost }) => vhost === home)
          .flatMap(({ exchange, write, read }) =>
            inner("permissions", {
              exchange: references.exchange(home, exchange),
              write: hclQuote(write),
              read: hclQuote(read),
            }),
          ),
      ]),
    ),
  ];
}

/** Names as references to the resources that make them, so that Terraform makes those first; others are texts. */
class References {
  readonly #made: ReadonlySet<string>;

  constructor(vhosts: readonly VhostTopology[]) {
    this.#made = new Set(
      vhosts.flatMap((vhost) => [
        ...(vhost.name === firstVhost ? [] : [address("rabbitmq_vhost", vhost.name)]),
        ...ownExchanges(vhost).map(({ name }) => address("rabbitmq_exchange", vhost.name, name)),
        ...ownQueues(vhost).map(({ name }) => address("rabbitmq_queue", vhost.name, name)),
      ]),
    );
  }

  vhost(name: string): string {
    return this.#of(name, address("rabbitmq_vhost", name));
  }

  exchange(vhost: string, name: string): string {
    return this.#of(name, address("rabbitmq_exchange", vhost, name));
  }

  queue(vhost: string, name: string): string {
    return this.#of(name, address("rabbitmq_queue", vhost, name));
  }

  #of(name: string, at: string): string {
    return this.#made.has(at) ? `${at}.name` : hclQuote(name);
  }
}

/**
 * A text as a string of HCL's native syntax. In it `${` and `%{` begin a template; written as code points, `$` and `%` do
 * not, whatever is beside them. The escapes are those of JSON, of which HCL lacks two.
 */
export function hclQuote(text: string): string {
  const escaped = JSON.stringify(text)
    .replace(/\\(.)/g, (pair, letter: string) => jsonOnly[letter] ?? pair)
    .replace(/[$%](?=\{)|#(?=#)/g, codePoint);
  return replaceUnsafe(escaped, codePoint);
}

const jsonOnly: Readonly<Record<string, string>> = { b: "\\u0008", f: "\\u000c" };

function codePoint(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
}

function resource(type: string, ...names: readonly string[]): string {
  return `resource "${type}" "${label(names)}"`;
}

function address(type: string, ...names: readonly string[]): string {
  return `${type}.${label(names)}`;
}

/** Readable, and different for different names: labels have few characters, so a part of a hash tells them apart. */
function label(names: readonly string[]): string {
  const text = names
    .map((name) => name.replace(/^\//, "").replace(/[^A-Za-z0-9_-]+/g, "_"))
    .filter((part) => part !== "")
    .join("__")
    .slice(0, 80);
  const hash = createHash("sha256").update(JSON.stringify(names)).digest("hex").slice(0, 8);
  return `${/^[A-Za-z_]/.test(text) ? "" : "_"}${text}_${hash}`;
}

function block(head: string, body: readonly string[]): string {
  return `${head} {\n${body.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}\n}`;
}

/** Aligned as `terraform fmt` has it: a value of several lines stands for itself. */
function attributes(values: Readonly<Record<string, string>>): string[] {
  const short = Object.entries(values).filter(([, value]) => !value.includes("\n"));
  const widest = Math.max(0, ...short.map(([{ length }]) => length));
  return Object.entries(values).flatMap(([name, value]) => {
    const [first = "", ...others] = value.split("\n");
    return [`${others.length === 0 ? name.padEnd(widest) : name} = ${first}`, ...others];
  });
}

function inner(name: string, values: Readonly<Record<string, string>>): string[] {
  return ["", `${name} {`, ...attributes(values).map((line) => `  ${line}`), "}"];
}

function jsonEncoded(values: Readonly<Record<string, string | number | boolean>>): string {
  const members = Object.entries(values).map(([name, value]): [string, string] => [
    hclQuote(name),
    typeof value === "string" ? hclQuote(value) : String(value),
  ]);
  if (members.length === 0) return "jsonencode({})";
  const lines = attributes(Object.fromEntries(members)).map((line) => `  ${line}`);
  return ["jsonencode({", ...lines, "})"].join("\n");
}
