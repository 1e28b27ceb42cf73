import { describe, expect, test } from "vitest";
import { checkHeartbeat } from "../../runtime/connection/endpoint.js";
import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import { ConfigurationError, Retry } from "../../runtime/index.js";
import { checkMilliseconds, closeTimeout, parseDuration } from "../../runtime/options/known-options.js";
import { rarerProperties } from "../../runtime/publish/encode-message.js";
import { checkPublisherOptions, checkPublishOptions } from "../../runtime/publish/publish-options.js";
import { load } from "../support/load.js";
import { orderFamily } from "../support/order-family.js";

type Options = Parameters<typeof consumerPlan>[1];

const plan = (options: Options) => () => consumerPlan([orderFamily()], { queue: "q", ...options }, {});

/** The option with a wrong value, the call that refuses it, and how the error repeats the value. */
const wrong: readonly (readonly [option: string, refuse: () => unknown, value: string])[] = [
  ["retry.delays[0]", plan({ retry: { delays: ["soon"] } }), '"soon"'],
  ["retry.delays[1]", plan({ retry: { delays: ["1s", "25h"] } }), '"25h"'],
  ["retry.delays[2]", plan({ retry: { delays: ["1s", "1s", "-1s"] } }), '"-1s"'],
  ["retry.delays[1]", plan({ retry: { strategy: "hold", delays: ["1s", "40m"] } }), "2400000 ms"],
  ["breaker.pause", plan({ breaker: { pause: "1 s" } }), '"1 s"'],
  ["breaker.maxPause", plan({ breaker: { maxPause: -1 } }), "-1"],
  ["handlerTimeout", plan({ handlerTimeout: "long" }), '"long"'],
  ["handlerTimeout", plan({ handlerTimeout: "2h" }), '"2h"'],
  ["handlerTimeout", plan({ handlerTimeout: 0 }), "0"],
  ["expiration", () => rarerProperties({ expiration: "10 min" }), '"10 min"'],
  ["expiration", () => rarerProperties({ expiration: 1.5 }), "1.5"],
  ["after of Retry", () => new Retry("later", { after: "tomorrow" }), '"tomorrow"'],
  ["timeout", () => checkPublisherOptions({ timeout: "5s" as unknown as number }), '"5s"'],
  ["timeout", () => checkPublishOptions({ timeout: Number.NaN }), "NaN"],
  ["timeout", () => closeTimeout({ timeout: -5 }, 1), "-5"],
  ["startTimeout", () => checkMilliseconds("startTimeout", "30s"), '"30s"'],
  ["heartbeat", () => checkHeartbeat("10s"), '"10s"'],
];

describe("an error about a time names the option and the value, and shows a right one:", () => {
  test.each(wrong)("%s %#", (option, refuse, value) => {
    expect(refuse).toThrow(ConfigurationError);
    const message = ((): string => {
      try {
        return String(refuse());
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message.startsWith(option)).toBe(true);
    expect(message).toContain(value);
    expect(message.replace(value, "")).toMatch(/"\d+(?:ms|s|m|h)"|such as \d+/);
  });

  test("and repeats no text of any length", () => {
    expect(() => parseDuration("x".repeat(100_000), "delay")).toThrow(/^delay is "x{64}", which/);
  });

  test("also in contract.json", async () => {
    const { findings } = await load({
      "contract.json": { services: { svc: { consumes: { paid: { retry: { delays: ["1s", "30h"] } } } } } },
      "paid/v1.json": { type: "object" },
    });
    expect(findings.map(({ pointer, message }) => [pointer, message])).toEqual([
      [
        "/services/svc/consumes/paid/retry/delays/1",
        expect.stringMatching(/^retry\.delays\[1\] is "30h", which is not a duration: .* "10s".*\.$/),
      ],
    ]);
  });
});
