import { Buffer } from "node:buffer";
import type { Message } from "amqplib";
import { describe, expect, test } from "vitest";
import { PublishError, RabbitError, ValidatorError } from "../../runtime/index.js";
import {
  type Check,
  checkEvent,
  Failures,
  type Reported,
  validator,
} from "../../runtime/validate/validator.js";
import { decodeMessage } from "../../runtime/wire/decode-message.js";
import { orderFamily } from "../support/order-family.js";

/** A generated function that reports these failures. */
function reporting(reported: readonly Reported[]): Check {
  const check: Check = () => {
    const failures = new Failures();
    for (const each of reported) failures.push(each);
    check.errors = failures;
    return false;
  };
  return check;
}

const wrongType = (instancePath: string, type = "string"): Reported => ({
  instancePath,
  keyword: "type",
  params: { type },
});

describe("what a validator lists of an invalid event", () => {
  test("has each failure once, in order, however many schemas ask for the same", () => {
    const reported = [
      wrongType("/a"),
      wrongType("/b"),
      wrongType("/a"),
      wrongType("/a", "null"),
      wrongType("/b"),
    ];
    const validation = validator(reporting(reported))({});
    expect(validation).toEqual({
      valid: false,
      failures: [
        { path: "/a", keyword: "type", message: "must be string" },
        { path: "/b", keyword: "type", message: "must be string" },
        { path: "/a", keyword: "type", message: "must be null" },
      ],
      omitted: 0,
    });
  });

  test("names an undeclared property once, whichever keyword refuses it", () => {
    const refused = (keyword: string, param: string): Reported => ({
      instancePath: "",
      keyword,
      params: { [param]: "extra" },
    });
    const reported = [
      refused("unevaluatedProperties", "unevaluatedProperty"),
      refused("additionalProperties", "additionalProperty"),
    ];
    expect(validator(reporting(reported))({})).toMatchObject({
      failures: [{ path: "", keyword: "unevaluatedProperties", message: 'must not have property "extra"' }],
    });
  });

  test("ends after a hundred failures and counts the others", () => {
    const reported = Array.from({ length: 150 }, (_, index) => wrongType(`/${index}`));
    const validation = validator(reporting([...reported, ...reported]))({});
    if (validation.valid) throw new Error("it is invalid");
    expect(validation.failures.map(({ path }) => path)).toEqual(
      reported.slice(0, 100).map(({ instancePath }) => instancePath),
    );
    expect(validation.omitted).toBe(50);
  });
});

const broken = validator(() => {
  throw new TypeError("props0 is undefined");
});

describe("a validator that throws", () => {
  const family = orderFamily();
  const version = { ...family.versions.v1, reader: broken, writer: broken };

  test("throws an error of the SDK that asks for a report", () => {
    expect(() => broken({})).toThrow(ValidatorError);
    expect(() => checkEvent(version, "writer", {})).toThrow(
      `the validator of ${family.event} v1 threw TypeError: props0 is undefined; this is a bug in rabbitgen, please report it`,
    );
  });

  test.each([undefined, "text", new Error("own"), { toString: null }])(
    "is a ValidatorError, whatever it throws: %j",
    (thrown) => {
      const reader = (): never => {
        throw thrown;
      };
      const attempt = (): unknown => checkEvent({ ...version, reader }, "reader", {});
      expect(attempt).toThrow(ValidatorError);
      expect(attempt).toThrow(RabbitError);
    },
  );

  test("leaves a publisher in no doubt: the event was not sent", () => {
    const error = new ValidatorError("order_paid v1", new TypeError("x"));
    expect(error).toBeInstanceOf(PublishError);
    expect(error).toMatchObject({
      name: "ValidatorError",
      certainty: "not-sent",
      cause: { name: "TypeError" },
    });
  });

  test("makes a message a dead letter with a reason", () => {
    const message = {
      content: Buffer.from("{}"),
      fields: { exchange: "", routingKey: "" },
      properties: { type: family.event, contentType: "application/json; version=v1", headers: {} },
    } as unknown as Message;
    const decoded = decodeMessage(message, [{ ...family, versions: { ...family.versions, v1: version } }]);
    expect(decoded).toMatchObject({
      kind: "dead-letter",
      reason: "validator-failed",
      why: expect.stringContaining("props0 is undefined"),
      known: { event: family.event, version: "v1" },
    });
  });
});

test("takes the end of the stack for an event that is nested too deeply", () => {
  const endless = validator(() => {
    throw new RangeError("Maximum call stack size exceeded");
  });
  expect(endless({})).toMatchObject({ failures: [{ message: "is nested too deeply" }] });
});
