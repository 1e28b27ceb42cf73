// @module-tag long
import { expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { below, orderPaidV2, type SchemaFiles, shop } from "./shop-contract.js";

interface PullRequest {
  readonly changes: SchemaFiles;
  /** How the review ends. */
  readonly code: 0 | 1;
}

const v2 = shop["order_paid/v2.json"];
const settings = shop["order_paid/event.json"];
const properties = v2.properties;

/** What teams do to their schemas, one thing each. */
const pullRequests: Readonly<Record<string, PullRequest>> = {
  "optional-field-added": {
    changes: orderPaidV2({ couponCode: { type: "string", examples: ["SPRING"] } }),
    code: 0,
  },
  "required-field-added": {
    changes: orderPaidV2(
      { paidAt: { type: "string", format: "date-time" } },
      { required: [...v2.required, "paidAt"] },
    ),
    code: 1,
  },
  "enum-value-added": { changes: orderPaidV2({ method: { enum: ["card", "transfer", "cash"] } }), code: 1 },
  "field-renamed": {
    changes: orderPaidV2(
      { method: undefined, paymentMethod: properties.method },
      { required: ["orderId", "total", "paymentMethod"] },
    ),
    code: 1,
  },
  "type-widened": { changes: orderPaidV2({ orderId: { type: ["string", "integer"] } }), code: 1 },
  "bound-tightened": { changes: orderPaidV2({ note: { type: "string", maxLength: 100 } }), code: 1 },
  "description-edited": {
    changes: orderPaidV2({}, { description: "The customer's payment was captured by the provider." }),
    code: 0,
  },
  "version-added": {
    changes: {
      "order_paid/v3.json": {
        ...v2,
        properties: { ...properties, method: { type: "string" }, paidAt: { type: "string" } },
        required: [...v2.required, "paidAt"],
      },
      "contract.json": {
        ...shop["contract.json"],
        services: {
          ...shop["contract.json"].services,
          "svc-billing": {
            consumes: {
              order_paid: { versions: ["v1", "v2", "v3"], queue: { name: "svc-billing.order_paid" } },
            },
          },
        },
      },
    },
    code: 1,
  },
  "version-removed": {
    changes: {
      "order_paid/v1.json": undefined,
      "contract.json": {
        ...shop["contract.json"],
        services: {
          ...shop["contract.json"].services,
          "svc-billing": {
            consumes: { order_paid: { versions: ["v2"], queue: { name: "svc-billing.order_paid" } } },
          },
        },
      },
    },
    code: 1,
  },
  "exchange-changed": {
    changes: { "order_paid/event.json": { ...settings, exchange: "payments" } },
    code: 1,
  },
};

test.each(Object.entries(pullRequests))("a senior reviewer says of %s", async (name, { changes, code }) => {
  const repository = gitRepository();
  repository.commit(below("schemas", shop));
  repository.git("checkout", "-q", "-b", "feature");
  repository.commit(below("schemas", changes));
  const ran = await runCli(repository.folder, ["review", "--against", "main"], { env: gitEnv });
  await expect(ran.out).toMatchFileSnapshot(`golden/pull-requests/${name}.txt`);
  expect(ran).toMatchObject({ code, err: "" });
});
