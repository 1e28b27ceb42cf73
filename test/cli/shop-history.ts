import { type GitRepository, gitRepository } from "../support/git-repository.js";
import { below, orderPaidV2, type SchemaFiles, shop } from "./shop-contract.js";

const contract = shop["contract.json"];
const { "svc-billing": billing, ...services } = contract.services;
const note = shop["order_paid/v2.json"].properties.note;

/** {@link shop} with events of which one stays, one goes and one gets another name. */
export const before: SchemaFiles = {
  ...shop,
  "contract.json": {
    ...contract,
    services: {
      "svc-billing": billing,
      ...services,
      "svc-mail": {
        consumes: {
          order_shipped: { queue: { name: "svc-mail.order_shipped" } },
          order_cancelled: { queue: { name: "svc-mail.order_cancelled" } },
        },
      },
    },
  },
  "order/placed/v1.json": { type: "object", properties: { orderId: { type: "string" } } },
  "order_cancelled/v1.json": { type: "object", properties: { reason: { type: "string" } } },
  "order_shipped/v1.json": {
    type: "object",
    properties: { parcel: { type: "string", pattern: "^[A-Z]{2}\\d+$" } },
    required: ["parcel"],
  },
};

/** What a branch makes of {@link before}: an edit, a removal, a rename, an addition, and things around them. */
export const after: SchemaFiles = {
  "contract.json": {
    ...contract,
    services: {
      ...services,
      "svc-billing": {
        consumes: {
          order_paid: {
            versions: ["v1", "v2"],
            queue: { name: "svc-billing.order_paid", type: "classic" },
            retry: { delays: ["5s"] },
          },
        },
      },
      "svc-mail": { consumes: { parcel_shipped: { queue: { name: "svc-mail.parcel_shipped" } } } },
    },
  },
  "_shared/money.json": {
    ...shop["_shared/money.json"],
    properties: { amount: { type: "integer", minimum: 1 }, currency: { enum: ["EUR", "GBP", "USD"] } },
  },
  "order_cancelled/v1.json": undefined,
  "order_shipped/v1.json": undefined,
  "parcel_shipped/v1.json": before["order_shipped/v1.json"],
  "order_refunded/v1.json": { type: "object", properties: { orderId: { type: "string" } } },
  ...orderPaidV2({ note: { ...note, maxLength: 500, pattern: "(?<=a+)b" }, tip: { type: "integer" } }),
  "review.json": {
    accept: [
      { fingerprint: "587bdab7d872b61e", reason: "nobody pays in pounds before May", until: "2027-04-30" },
    ],
  },
};

/** A repository with {@link before} on `main`, and {@link after} on `feature`, which is checked out. */
export function shopHistory(): GitRepository {
  const repository = gitRepository();
  repository.commit({ "README.md": "The shop.\n", ...below("schemas", before) });
  repository.git("checkout", "-q", "-b", "feature");
  repository.commit(below("schemas", after));
  return repository;
}
