import type { Contract } from "../contract/contract.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import {
  checkBoolean,
  checkChoice,
  checkMilliseconds,
  checkOptionNames,
  type OptionNames,
} from "../options/known-options.js";
import { checkSocket } from "./check-socket.js";
import type { ConnectOptions } from "./connect-options.js";
import { type Endpoint, endpoint } from "./endpoint.js";

const NAMES: OptionNames<ConnectOptions> = {
  url: true,
  credentials: true,
  service: true,
  vhosts: true,
  heartbeat: true,
  startTimeout: true,
  connections: true,
  declare: true,
  deadLetterStack: true,
  log: true,
  instrumentation: true,
  socket: true,
};

/** Everything that can be wrong with the options of `connect` before anything is dialled. Throws `ConfigurationError`. */
export function checkConnectOptions(options: ConnectOptions, contract: Contract): void {
  checkOptionNames("connect()", options, NAMES);
  const { url, heartbeat = 10, startTimeout, connections, declare, vhosts, socket = {} } = options;
  const urls: readonly unknown[] = Array.isArray(url) ? url : [url];
  if (urls.length === 0 || urls.some((each) => each === undefined || each === ""))
    throw new ConfigurationError("connect() needs a url, amqp://…");
  if (typeof options.service !== "string" || options.service === "")
    throw new ConfigurationError("connect() needs a service, its name in contract.json");
  const endpoints = urls.map((each) => endpoint(each as string, undefined, heartbeat));
  if (socket.credentials !== undefined && endpoints.some(({ credentials }) => credentials !== undefined))
    throw new ConfigurationError("url has auth_mechanism, and socket has credentials: leave one out");
  checkSource(options, endpoints);
  checkMilliseconds("startTimeout", startTimeout);
  checkChoice("connections", connections, ["per-role", "single"]);
  checkChoice("declare", declare, ["assert", "check", "none"]);
  checkBoolean("deadLetterStack", options.deadLetterStack);
  checkVhosts(vhosts, contract.vhosts);
  checkLog(options.log);
  checkHooks(options.instrumentation);
  checkSocket(socket);
}

/** One way to log in at a time: which one counts would be a guess. */
function checkSource({ credentials, socket }: ConnectOptions, endpoints: readonly Endpoint[]): void {
  if (credentials === undefined) return;
  if (typeof credentials !== "function")
    throw new ConfigurationError("credentials must be a function that gives { username, password }");
  if (socket?.credentials !== undefined)
    throw new ConfigurationError("connect() has credentials, and socket has credentials: leave one out");
  if (endpoints.some((each) => each.credentials !== undefined))
    throw new ConfigurationError("url has auth_mechanism, and connect() has credentials: leave one out");
}

function checkLog(log: unknown): void {
  if (log === undefined) return;
  const methods = ["info", "warn", "error"];
  const isLog =
    (typeof log === "object" || typeof log === "function") &&
    log !== null &&
    methods.every((method) => typeof Reflect.get(log, method) === "function");
  if (!isLog)
    throw new ConfigurationError("log must have the methods info, warn and error, such as console has them");
}

function checkHooks(hooks: unknown = {}): void {
  if (typeof hooks !== "object" || hooks === null)
    throw new ConfigurationError("instrumentation must be an object with hooks, such as openTelemetry()");
  for (const name of ["publish", "handle"]) {
    const hook: unknown = Reflect.get(hooks, name);
    if (hook !== undefined && typeof hook !== "function")
      throw new ConfigurationError(`instrumentation.${name} must be a function`);
  }
}

/** A name that the contract does not have maps nothing: its events would go to the virtual host of that name. */
function checkVhosts(vhosts: unknown = {}, known: readonly string[] | undefined): void {
  if (typeof vhosts !== "object" || vhosts === null)
    throw new ConfigurationError("vhosts must be an object from the contract's virtual hosts to other ones");
  for (const [name, mapped] of Object.entries(vhosts)) {
    if (known !== undefined && !known.includes(name)) {
      const listed = known.length === 0 ? "none" : known.map((one) => JSON.stringify(one)).join(", ");
      throw new ConfigurationError(
        `vhosts has ${JSON.stringify(name)}, and the contract has no such virtual host; it has ${listed}`,
      );
    }
    if (mapped !== undefined && (typeof mapped !== "string" || mapped === ""))
      throw new ConfigurationError(`vhosts must map ${JSON.stringify(name)} to a name, such as "/staging"`);
  }
}
