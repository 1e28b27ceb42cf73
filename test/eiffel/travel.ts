// Copied beside a generated SDK and a folder of messages, then compiled and run there: see eiffel.test.ts.
import { isDeepStrictEqual } from "node:util";
import "./messages/all.js";
import { messages } from "./messages/messages.js";
import * as sdk from "./sdk/index.js";

interface Version {
  readonly event: string;
  readonly version: string;
}

interface Family {
  readonly event: string;
  readonly versions: Readonly<Record<string, Version>>;
}

interface Sent {
  readonly version: Version;
  readonly event: unknown;
}

const sent: readonly Sent[] = messages;
const families = (Object.values(sdk) as unknown[]).filter(
  (value): value is Family => typeof value === "object" && value !== null && "versions" in value,
);
const expected = new Map<string, Sent>();
const handled = new Map<string, number>();
let different = 0;
let finish: () => void = () => {};
const all = new Promise<void>((resolve) => {
  finish = resolve;
});

await using rabbit = await sdk.connect({ url: process.env["AMQP_URL"] ?? "", service: "eiffel-traveller" });
for (const family of families) {
  const handle = (event: unknown, message: { messageId: string; version: string; event: string }): void => {
    const origin = expected.get(message.messageId);
    const same = origin?.version.version === message.version && origin.version.event === message.event;
    if (!same || !isDeepStrictEqual(event, origin.event)) different += 1;
    handled.set(message.messageId, (handled.get(message.messageId) ?? 0) + 1);
    if (handled.size === sent.length) finish();
  };
  const handlers = Object.fromEntries(Object.keys(family.versions).map((version) => [version, handle]));
  await rabbit.consumer(family as never, {
    queue: `traveller.${family.event}`,
    prefetch: 20,
    handlers: handlers as never,
  });
}
for (const version of new Set(sent.map((message) => message.version))) {
  const publisher = await rabbit.publisher(version as never);
  const own = sent.filter((message) => message.version === version);
  await Promise.all(
    own.map((message) => {
      const messageId = crypto.randomUUID();
      expected.set(messageId, message);
      return publisher.publish(message.event as never, { messageId });
    }),
  );
}
await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 60_000).unref())]);
const { drained, abandoned, unconfirmed } = await rabbit.close();
const counts = [...handled.values()];
console.log(
  JSON.stringify({
    published: expected.size,
    handledOnce: counts.filter((count) => count === 1).length,
    handledMore: counts.filter((count) => count > 1).length,
    different,
    unread: sent.length - handled.size,
    closing: { drained, abandoned, unconfirmed },
  }),
);
