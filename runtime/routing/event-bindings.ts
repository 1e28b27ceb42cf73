import { Buffer } from "node:buffer";
import { type EventFamily, type Exchange, versionsOf } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { isByData, type KeyShape, shapeOf, shapeText, tellingKeys, wholePattern } from "./key-shape.js";
import { LONGEST_KEY } from "./routing-key.js";

/** The bindings of a queue. */
export interface Binding {
  readonly exchange: Exchange;
  readonly routingKey: string;
}

/** What is wrong with a `bind`, and what to do. */
export interface BindProblem {
  readonly why: string;
  readonly help: string;
}

/**
 * The bindings that route an event to a queue: the keys of `bind`, or else keys for all of its messages. Throws
 * `ConfigurationError` for a `bind` that matches no message. If `declares` is false, the bindings are created
 * elsewhere, so none needs to be known.
 */
export function eventBindings(
  family: EventFamily,
  bind: string | readonly string[] | undefined,
  declares: boolean,
): readonly Binding[] {
  const versions = versionsOf(family);
  if (bind === undefined) {
    return versions.map((version) => {
      const { exchange } = version;
      const shape = shapeOf(version);
      const problem = declares ? unboundProblem(exchange, shape) : undefined;
      if (problem !== undefined) throw refusal(family, problem);
      return { exchange, routingKey: wholePattern(shape) };
    });
  }
  const keys = keysOf(family, bind);
  for (const key of keys) {
    for (const exchange of distinctExchanges(family)) {
      const own = versions.filter((version) => version.exchange.name === exchange.name);
      const problem = bindProblem(key, exchange, own.map(shapeOf));
      if (problem !== undefined) throw refusal(family, problem);
    }
  }
  return distinctExchanges(family).flatMap((exchange) =>
    keys.map((routingKey) => ({ exchange, routingKey })),
  );
}

/** Why an event's keys require a `bind`, if they do. */
export function unboundProblem({ name, type }: Exchange, shape: KeyShape): BindProblem | undefined {
  if (type !== "direct" || !isByData(shape)) return undefined;
  return {
    why: `its routing key is ${quoted(shapeText(shape))}, but exchange ${quoted(name)} is direct and has no patterns: the queue must be bound with explicit keys`,
    help: `list them in "bind", such as ${quoted(exampleKey(shape))}, or use a topic exchange`,
  };
}

/** Why a binding with this key matches no message of an event, if so; decided for all possible keys. */
export function bindProblem(
  bind: string,
  { name, type }: Exchange,
  shapes: readonly KeyShape[],
): BindProblem | undefined {
  const exchange = `exchange ${quoted(name)}`;
  if (type === "fanout" || type === "headers")
    return {
      why: `${exchange} is a ${type} exchange, which ignores routing keys: the queue gets all messages, regardless of "bind"`,
      help: 'remove "bind", or use a topic exchange',
    };
  const bytes = Buffer.byteLength(bind);
  if (bytes > LONGEST_KEY)
    return {
      why: `${quoted(bind.slice(0, 64))}… has ${bytes} bytes`,
      help: `RabbitMQ allows at most ${LONGEST_KEY}`,
    };
  const keys = [...new Set(shapes.map(shapeText))].map(quoted).join(", ");
  const why = `${quoted(bind)} matches none of its routing keys, ${keys}`;
  // a value could have this form, but never on purpose
  if (placeholdersOf(shapes).some((placeholder) => bind.includes(placeholder)))
    return {
      why: `${quoted(bind)} has a placeholder, which bindings do not support`,
      help: type === "topic" ? "use * for that word" : "use an actual value",
    };
  for (const shape of shapes)
    for (const key of tellingKeys(shape, [bind])) if (receives(type, bind, key)) return undefined;
  if (type === "direct" && /[*#]/.test(bind))
    return {
      why: `${why}: ${exchange} is direct, where * and # are ordinary characters`,
      help: "list the keys themselves, or use a topic exchange",
    };
  if (bind.split(".").some((word) => word.length > 1 && /[*#]/.test(word)))
    return { why, help: "* and # stand for whole words, so use * even where only part of a word varies" };
  return { why, help: "correct it, or remove it to get all messages" };
}

/** An example key of a shape, for messages. */
export function exampleKey(shape: KeyShape): string {
  const [key = ""] = tellingKeys(shape, []);
  return key;
}

function placeholdersOf(shapes: readonly KeyShape[]): readonly string[] {
  return shapes.flat().flatMap((piece) => (typeof piece === "string" ? [] : [`{${piece.name}}`]));
}

/** `bind` as untyped JavaScript may pass it. */
function keysOf({ event }: EventFamily, bind: unknown): readonly string[] {
  const keys: readonly unknown[] = Array.isArray(bind) ? bind : [bind];
  const texts = keys.filter((key): key is string => typeof key === "string" && key !== "");
  if (keys.length === 0 || texts.length < keys.length)
    throw new ConfigurationError(
      `bind of ${event} must be a routing key or a non-empty list of them, such as "order.*.paid"`,
    );
  return texts;
}

function distinctExchanges(family: EventFamily): readonly Exchange[] {
  return [...new Map(versionsOf(family).map(({ exchange }) => [exchange.name, exchange])).values()];
}

function refusal({ event }: EventFamily, { why, help }: BindProblem): ConfigurationError {
  return new ConfigurationError(`the queue of ${event} cannot be bound: ${why}; ${help}`);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/** The words of a key or a pattern as a topic exchange splits them: an empty one has none. */
export function topicWords(text: string): readonly string[] {
  return text === "" ? [] : text.split(".");
}

/**
 * Whether a topic exchange routes a message with this key to a queue bound with this pattern: `*` is exactly one word,
 * `#` zero or more words (RabbitMQ documentation, Topic exchanges).
 */
export function matchesTopic(pattern: string, key: string): boolean {
  const words = topicWords(key);
  /** The numbers of leading key words that the pattern words so far can match. */
  let reached: ReadonlySet<number> = new Set([0]);
  for (const wanted of topicWords(pattern)) {
    const next = new Set<number>();
    if (wanted === "#") {
      for (let count = Math.min(...reached); count <= words.length; count += 1) next.add(count);
    } else {
      for (const count of reached)
        if (count < words.length && (wanted === "*" || wanted === words[count])) next.add(count + 1);
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return reached.has(words.length);
}

/** Whether an exchange of this type routes a message with this key to a queue that is bound with `bind`. */
export function receives(type: Exchange["type"], bind: string, key: string): boolean {
  if (type === "topic") return matchesTopic(bind, key);
  return type === "direct" ? bind === key : true;
}
