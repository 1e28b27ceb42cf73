import { expect, test } from "vitest";
import { type FormatName, formats } from "../../runtime/formats/formats.js";
import { formatTexts } from "../../src/samples/format-texts.js";
import { spread } from "../../src/samples/spread.js";
import { singular, wordsOf } from "../../src/samples/words-of.js";

test.each(Object.keys(formats) as FormatName[])("each text for the format %s is of it", (format) => {
  for (let sample = 0; sample < 200; sample += 1) {
    const text = formatTexts[format](["some", "link"], { seed: 1, sample, key: "/a" });
    expect(formats[format](text), text).toBe(true);
  }
});

test("names are read in every writing", () => {
  for (const name of [
    "customerOrderId",
    "customer_order_id",
    "customer-order-id",
    "CustomerOrderID",
    "customer order id",
  ])
    expect(wordsOf(name)).toEqual(["customer", "order", "id"]);
  expect(wordsOf("line2")).toEqual(["line2"]);
  expect(["tags", "addresses", "categories", "status", "boxes", "item_list"].map(singular)).toEqual([
    "tag",
    "address",
    "category",
    "status",
    "box",
    "item",
  ]);
});

test("choices are spread evenly, in another order at each place and in each round", () => {
  const choices = (key: string, from: number): number[] =>
    Array.from({ length: 5 }, (_, index) => spread({ seed: 1, sample: from + index, key }, 5));
  for (const key of ["/a", "/b", "/c"]) {
    for (const from of [0, 5, 10]) expect([...choices(key, from)].sort()).toEqual([0, 1, 2, 3, 4]);
  }
  const orders = new Set(
    ["/a", "/b", "/c", "/d"].flatMap((key) => [0, 5, 10].map((from) => `${choices(key, from)}`)),
  );
  expect(orders.size).toBeGreaterThan(8);
});
