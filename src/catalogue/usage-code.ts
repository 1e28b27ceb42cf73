import type { EventNames } from "../code/names.js";
import { quote, quoteJson, quoteKey } from "../code/quote.js";
import type { Event, EventVersion } from "../contract/contract.js";
import type { Json } from "../json/json.js";
import type { ConsumptionEntry } from "./model.js";

/** Longest payload (characters) that a line of code to publish it has; a longer one is named only. */
export const LONGEST = 4_000;

const url = 'const url = process.env["AMQP_URL"] ?? "amqp://localhost";\n';

/** The service whose code is shown. */
export interface UsageService {
  readonly service: string;
  /** Whether it is any service of the contract, since none is known that does this. */
  readonly isExample: boolean;
  /** What ends the path of the SDK's module, as of its own imports. */
  readonly importEnding: string;
}

/** What is published in the code that is shown. */
export interface PublishedExample {
  readonly example: Json | undefined;
  /** A sample of the declared headers; `undefined` where the event declares none. */
  readonly headers: Json | undefined;
  /** Placeholders of the routing key that no payload has. */
  readonly words: readonly string[];
}

/** TypeScript that publishes one version with the generated SDK. */
export function publishCode(
  { label }: EventVersion,
  names: EventNames,
  { example, headers, words, ...service }: UsageService & PublishedExample,
): string {
  const constant = names.version(label);
  const literal = example === undefined ? undefined : quoteJson(example);
  const payload = literal === undefined || literal.length > LONGEST ? "payload" : literal;
  const declared =
    payload === "payload" ? `declare const payload: ${names.type(label)}; // see the payload above\n` : "";
  const given = {
    ...(words.length === 0
      ? {}
      : { routingKey: Object.fromEntries(words.map((word) => [word, `some-${word}`])) }),
    ...(headers === undefined ? {} : { headers }),
  };
  const options = Object.keys(given).length === 0 ? "" : `, ${quoteJson(given)}`;
  const type = payload === "payload" ? `, type ${names.type(label)}` : "";
  return `import { connect, ${constant}${type} } from "./generated/index${service.importEnding}";

${declared}${url}await using rabbit = await connect({ url${asked(service)} });
const publisher = await rabbit.publisher(${constant});
await publisher.publish(${payload}${options});
`;
}

/** TypeScript that consumes an event with the generated SDK: every version that it has. */
export function consumeCode(
  event: Event,
  names: EventNames,
  consumer: UsageService & Pick<ConsumptionEntry, "queue" | "versions">,
): string {
  const queue = consumer.queue === undefined ? `  queue: ${quote(`my-service.${event.name}`)},\n` : "";
  const { versions: read } = consumer;
  const handlers = event.versions.map(({ label }) =>
    read === undefined || read.includes(label)
      ? `    ${quoteKey(label)}: async (event, message) => {\n` +
        "      console.log(message.messageId, event); // return: acknowledged; throw: retried\n" +
        "    },\n"
      : `    ${quoteKey(label)}: "dead-letter", // not read by this service\n`,
  );
  return `import { connect, ${names.family} } from "./generated/index${consumer.importEnding}";

${url}const rabbit = await connect({ url${asked(consumer)} });
await rabbit.consumer(${names.family}, {
${queue}  handlers: {
${handlers.join("")}  },
});
`;
}

/** The option of `connect` that names the service. */
function asked({ service, isExample }: UsageService): string {
  return `, service: ${quote(service)}${isExample ? " /* your own, once contract.json says that it does this */" : ""}`;
}
