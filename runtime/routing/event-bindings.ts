import { Buffer } from "node:buffer";
import { type EventFamily, type Exchange, versionsOf } from "../contract/event-version.js";
import { ConfigurationError } from "../errors/rabbit-error.js";
import { isByData, type KeyShape, shapeOf, shapeText, tellingKeys, wholePattern } from "./key-shape.js";
import { LONGEST_KEY } from "./routing-key.js";

/** What a queue is bound with. */
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
 * The bindings by which a queue gets an event: with the keys of `bind`, else with those that get all of its messages.
 * Throws `ConfigurationError` for a `bind` by which no message would come. Where `declares` is false somebody else
 * makes the bindings, so that none needs to be known.
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

/** Why an event's keys need a `bind`, if they do. */
export function unboundProblem({ name, type }: Exchange, shape: KeyShape): BindProblem | undefined {
  if (type !== "direct" || !isByData(shape)) return undefined;
  return {
    why: `its routing key is ${quoted(shapeText(shape))}, and exchange ${quoted(name)} is direct, which has no patterns: it has to be bound with the keys that it is to get`,
    help: `list them in "bind", such as ${quoted(exampleKey(shape))}, or use a topic exchange`,
  };
}

/** Why no message of an event comes by a binding with this key, if none does; decided for all keys that there can be. */
export function bindProblem(
  bind: string,
  { name, type }: Exchange,
  shapes: readonly KeyShape[],
): BindProblem | undefined {
  const exchange = `exchange ${quoted(name)}`;
  if (type === "fanout" || type === "headers")
    return {
      why: `${exchange} is a ${type} exchange, which does not look at routing keys: its queue gets all messages, whatever "bind" says`,
      help: 'remove "bind", or use a topic exchange',
    };
  const bytes = Buffer.byteLength(bind);
  if (bytes > LONGEST_KEY)
    return {
      why: `${quoted(bind.slice(0, 64))}… has ${bytes} bytes`,
      help: `RabbitMQ takes at most ${LONGEST_KEY}`,
    };
  const keys = [...new Set(shapes.map(shapeText))].map(quoted).join(", ");
  const why = `${quoted(bind)} matches none of its routing keys, ${keys}`;
  // a value could be called so, and is never meant
  if (placeholdersOf(shapes).some((placeholder) => bind.includes(placeholder)))
    return {
      why: `${quoted(bind)} has a placeholder, and a binding has none`,
      help: type === "topic" ? "write * for the word" : "write the key's own value",
    };
  for (const shape of shapes)
    for (const key of tellingKeys(shape, [bind])) if (receives(type, bind, key)) return undefined;
  if (type === "direct" && /[*#]/.test(bind))
    return {
      why: `${why}: ${exchange} is direct, where * and # are only characters`,
      help: "list the keys themselves, or use a topic exchange",
    };
  if (bind.split(".").some((word) => word.length > 1 && /[*#]/.test(word)))
    return { why, help: "* and # stand for whole words, so write * where a part of a word may differ" };
  return { why, help: "correct it, or remove it, so that all messages come" };
}

/** A key of a shape, to be shown. */
export function exampleKey(shape: KeyShape): string {
  const [key = ""] = tellingKeys(shape, []);
  return key;
}

function placeholdersOf(shapes: readonly KeyShape[]): readonly string[] {
  return shapes.flat().flatMap((piece) => (typeof piece === "string" ? [] : [`{${piece.name}}`]));
}

/** As JavaScript may give it. */
function keysOf({ event }: EventFamily, bind: unknown): readonly string[] {
  const keys: readonly unknown[] = Array.isArray(bind) ? bind : [bind];
  const texts = keys.filter((key): key is string => typeof key === "string" && key !== "");
  if (keys.length === 0 || texts.length < keys.length)
    throw new ConfigurationError(
      `bind of ${event} must be a routing key, or a list of them that is not empty, such as "order.*.paid"`,
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

/** The words of a key or a pattern, as a topic exchange takes them apart: an empty one has none. */
export function topicWords(text: string): readonly string[] {
  return text === "" ? [] : text.split(".");
}

/**
 * Whether a topic exchange takes a message with this key to a queue that is bound with this pattern: `*` is any one
 * word, `#` any number of them, also none (RabbitMQ's documentation, Topic exchanges).
 */
export function matchesTopic(pattern: string, key: string): boolean {
  const words = topicWords(key);
  /** The numbers of the key's words that the pattern's words so far can stand for. */
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

/** Whether an exchange of this type takes a message with this key to a queue that is bound with `bind`. */
export function receives(type: Exchange["type"], bind: string, key: string): boolean {
  if (type === "topic") return matchesTopic(bind, key);
  return type === "direct" ? bind === key : true;
}
