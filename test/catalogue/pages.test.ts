import { expect, test } from "vitest";
import { markdownFiles } from "../../src/catalogue/markdown/markdown-files.js";
import { firstFiles } from "../../src/scaffold/first-files.js";
import { catalogueFor, contractOf, siteFor } from "./make.js";

/** Both forms of a page, without markup. */
async function textsOf(
  files: Readonly<Record<string, unknown>>,
  page: string,
): Promise<readonly (readonly [string, string])[]> {
  const contract = await contractOf(files);
  const markdown = markdownFiles(await catalogueFor(contract)).get(`${page}.md`) ?? "";
  const html = (await siteFor(contract)).get(`${page}.html`) ?? "";
  return [
    ["Markdown", plain(markdown)],
    ["HTML", plain(html)],
  ];
}

function plain(marked: string): string {
  return marked
    .replace(/<\/?[a-z][^>]*>/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&#47;", "/")
    .replaceAll(/\\(?=[^\w\s])/g, "");
}

const shop = {
  "contract.json": {
    vhost: "/shop",
    services: {
      "svc-order": { publishes: ["order_paid"] },
      "svc-billing": { consumes: { order_paid: {} } },
      "svc-audit": { publishes: ["order_paid"], consumes: { order_paid: {}, stock_reserved: {} } },
      "svc-both": { publishes: ["order_paid"], consumes: { order_paid: {} } },
      "svc-stock": { vhost: "/stock", publishes: ["stock_reserved"] },
      "svc-idle": {},
    },
  },
  "order_paid/v1.json": {},
  "stock_reserved/v1.json": {},
};

test.each([
  ["svc-order", "It connects to /shop to publish. It consumes nothing."],
  ["svc-billing", "It publishes nothing. It connects to /shop to consume."],
  ["svc-audit", "It connects to /shop to publish. It connects to /shop and /stock to consume."],
  ["svc-both", "It connects to /shop to publish and to consume."],
  ["svc-idle", "It publishes and consumes nothing."],
])("the page of %s names the virtual hosts of its events: %s", async (service, sentence) => {
  for (const [form, text] of await textsOf(shop, `services/${service}`))
    expect(text, form).toContain(sentence);
});

test("an event without a virtual host uses the one of the connection's URL", async () => {
  const files = Object.fromEntries(firstFiles());
  for (const [form, text] of await textsOf(files, "services/svc-billing")) {
    expect(text, form).toContain("It connects to the virtual host in its connection's URL to consume.");
    expect(text, form).toContain("Bills paid orders.");
  }
});

test("the page of an event claims what a schema accepts, not that a consumer of one version handles another", async () => {
  const id = { id: { type: "string" } };
  const files = {
    "order_paid/v1.json": { type: "object", properties: id },
    "order_paid/v2.json": { type: "object", properties: { ...id, total: { type: "integer" } } },
    "order_paid/v3.json": { type: "object", properties: { ...id, total: { type: "string" } } },
  };
  for (const [form, text] of await textsOf(files, "events/order_paid")) {
    expect(text, form).toContain("The schema of v1 accepts every v2 message.");
    expect(text, form).toContain("The schema of v2 accepts every v1 message.");
    expect(text, form).toContain("The schema of v2 does not accept every v3 message.");
    expect(text, form).toContain("The schema of v2 rejects this v3 message");
    expect(text.split("A consumer still has to handle each version that is sent"), form).toHaveLength(2);
    expect(text, form).not.toMatch(/Consumers of v\d (?:can|reject)/);
  }
});
