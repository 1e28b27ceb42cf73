import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import type { DeclareMode } from "../../runtime/topology/queue-plan.js";
import type { LoadedFamily } from "../../runtime/validate/validator.js";
import { count } from "../code/count.js";
import { visible, visibleJson } from "../code/visible.js";
import type { Contract } from "../contract/contract.js";
import {
  AmqpError,
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  type Happening,
  startEmbeddedBroker,
} from "../embedded-broker/index.js";
import { UnsoundError } from "../findings/unsound-error.js";
import { UsageError } from "../findings/usage-error.js";
import { type Declared, declareContract } from "../local-broker/declare-contract.js";
import { describeHappening } from "../local-broker/describe-happening.js";
import { reportLine } from "../local-broker/report-line.js";
import { topologyUsers } from "../local-broker/topology-users.js";
import { eventFamilies } from "../operate/event-families.js";
import { loadFolder } from "../project/load-folder.js";
import { topologyOf } from "../topology/topology-of.js";
import type { ExitCode, Io } from "./io.js";

/** The options of `rabbitgen broker` as the command line gives them. */
export interface RunBrokerFlags {
  readonly port: number;
  readonly host: string;
  readonly user?: readonly string[];
  readonly schemas?: string;
  readonly declare?: true;
  readonly permissions?: DeclareMode;
  readonly quiet?: true;
  readonly format: "text" | "json";
}

/** Runs the embedded broker until `io.signal`, and prints what is published. */
export async function runBroker(io: Io, flags: RunBrokerFlags): Promise<ExitCode> {
  const { signal } = io; // the process's own listens for Ctrl-C from here on
  const given = flags.user && usersOf(flags.user);
  const contract = await contractOf(io, flags);
  const families = contract && eventFamilies(contract);
  const access = accessOf(flags, given, contract, families);
  const observe = flags.quiet ? undefined : (happening: Happening) => print(io, flags, happening, families);
  const broker = await start(flags, access, observe);
  try {
    const declared = contract && families && flags.declare && declare(broker, contract, families);
    announce(io, flags, broker, { declared, users: Object.keys(access.users ?? {}) });
    await aborted(signal);
  } finally {
    await broker.close();
  }
  return 0;
}

/** Who may log in, and do what. */
type Access = Pick<EmbeddedBrokerOptions, "users" | "vhosts">;

function accessOf(
  { permissions }: RunBrokerFlags,
  given: Record<string, string> | undefined,
  contract: Contract | undefined,
  families: readonly LoadedFamily[] | undefined,
): Access {
  if (permissions === undefined || contract === undefined || families === undefined)
    return { users: given ?? { guest: "guest" } };
  const { services } = contract;
  if (services.length === 0)
    throw new UsageError(
      "--permissions: contract.json has no services, so there is no one to grant permissions to.",
    );
  const passwords = given ?? Object.fromEntries(services.map(({ name }) => [name, name]));
  if (!services.some(({ name }) => Object.hasOwn(passwords, name)))
    throw new UsageError(
      `--permissions: no user has the name of a service (${services.map(({ name }) => name).join(", ")}), so every user would have all permissions.`,
    );
  const { users, vhosts } = topologyUsers(
    topologyOf(contract, families, { declare: permissions }),
    passwords,
  );
  return { users: { ...passwords, ...users }, vhosts };
}

function usersOf(given: readonly string[]): Record<string, string> {
  const users: Record<string, string> = Object.create(null);
  for (const text of given) {
    const at = text.indexOf(":");
    if (at < 1 || at === text.length - 1)
      throw new UsageError("--user must be <name>:<password>, for example svc-order:secret.");
    const name = text.slice(0, at);
    if (Object.hasOwn(users, name)) throw new UsageError(`--user: ${name} is given twice.`);
    users[name] = text.slice(at + 1);
  }
  return users;
}

/** `undefined` where no folder is named and there is none: the broker serves programs without schemas too. */
async function contractOf(io: Io, flags: RunBrokerFlags): Promise<Contract | undefined> {
  const { schemas, declare, permissions } = flags;
  const folder = schemas ?? "schemas";
  const isNeeded = schemas !== undefined || declare !== undefined || permissions !== undefined;
  if (!isNeeded && !existsSync(resolve(io.cwd, folder))) return undefined;
  const { contract, findings, files } = await loadFolder(io, folder);
  if (contract) return contract;
  throw new UnsoundError(findings, "; the broker was not started.", {
    folder,
    textOf: (file: string) => files.get(file),
  });
}

async function start(
  { port, host }: RunBrokerFlags,
  access: Access,
  observe: ((happening: Happening) => void) | undefined,
): Promise<EmbeddedBroker> {
  try {
    return await startEmbeddedBroker({ port, host, ...access, ...(observe && { observe }) });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new UsageError(
        `Port ${port} of ${host} is already in use, perhaps by RabbitMQ. Choose another with --port, or pass --port 0 for any free port.`,
      );
    if (code === "EACCES")
      throw new UsageError(`This user may not listen on port ${port}. Choose a port above 1023 with --port.`);
    if (code === "EADDRNOTAVAIL" || syscall === "getaddrinfo")
      throw new UsageError(`${host} is not an address of this machine. Pass one with --host.`);
    throw error;
  }
}

function declare(broker: EmbeddedBroker, contract: Contract, families: readonly LoadedFamily[]): Declared {
  try {
    return declareContract(broker, contract, families);
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof AmqpError)
      throw new UsageError(`The contract cannot be declared: ${error.message}`);
    throw error;
  }
}

function announce(
  io: Io,
  flags: RunBrokerFlags,
  broker: EmbeddedBroker,
  { declared, users }: { readonly declared: Declared | undefined; readonly users: readonly string[] },
): void {
  const { url, version } = broker;
  const shown = flags.user === undefined ? url : withoutPassword(url);
  if (flags.format === "json") {
    const limited = flags.permissions && { permissions: flags.permissions, users };
    const first = { kind: "listening", url: shown, port: broker.port, version, declared, ...limited };
    io.out(`${visibleJson(first, "")}\n`);
    return;
  }
  io.out(
    `The embedded broker is listening at ${visible(shown)} (compatible with RabbitMQ ${version}; press Ctrl-C to stop).\n`,
  );
  if (flags.permissions !== undefined) {
    const passwords = flags.user === undefined ? " (each user's password is its name)" : "";
    io.out(`Users: ${visible(users.join(", "))}${passwords}.\n`);
    io.out(`Services have the permissions that rabbitgen topology --declare ${flags.permissions} prints.\n`);
  }
  if (declared === undefined) return;
  const { exchanges, queues, bindings, withoutQueue } = declared;
  const counts = [count(exchanges, "exchange"), count(queues, "queue"), count(bindings, "binding")];
  io.out(`Declared: ${counts.join(", ")}.\n`);
  if (withoutQueue.length > 0)
    io.out(`Not declared, because contract.json names no queue: ${visible(withoutQueue.join(", "))}.\n`);
}

/** The password was given by the user, who can fill it in. */
function withoutPassword(url: string): string {
  return url.replace(/:[^:@]*@/, ":***@");
}

function print(
  io: Io,
  { format }: RunBrokerFlags,
  happening: Happening,
  families: readonly LoadedFamily[] | undefined,
): void {
  const report = describeHappening(happening, families);
  if (report === undefined) return;
  io.out(format === "json" ? `${visibleJson(report, "")}\n` : `${visible(reportLine(report))}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
