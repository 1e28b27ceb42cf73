import { expect, test } from "vitest";
import type { Delivery } from "../../runtime/consume/delivery.js";
import { Caution } from "../../runtime/consume/delivery-guard.js";

function watched(): {
  readonly caution: Caution;
  readonly see: (unanswered: number) => boolean;
  readonly turns: () => number;
} {
  let turns = 0;
  const caution = new Caution(() => {
    turns += 1;
  });
  const see = (unanswered: number): boolean => {
    caution.delivered({ unanswered } as Delivery);
    return caution.careful;
  };
  return { caution, see, turns: () => turns };
}

test("begins careful, stays so while messages come that went unanswered, and ends with the first fresh one", () => {
  const { caution, see, turns } = watched();
  expect(caution.careful).toBe(true);
  expect([1, 3, 0, 0].map(see)).toEqual([true, true, false, false]);
  expect(turns()).toBe(1);
});

test("lets a message pass that a lost connection gave back once, and is careful with one that went unanswered twice", () => {
  const { see, turns } = watched();
  see(0);
  expect([1, 1, 2, 1, 0].map(see)).toEqual([false, false, true, true, false]);
  expect(turns()).toBe(3);
});

test("is careful after two losses with nothing settled between them, until a fresh message comes", () => {
  const { caution, see, turns } = watched();
  see(0);
  caution.lost();
  expect(caution.careful).toBe(false);
  caution.lost();
  expect(caution.careful).toBe(true);
  caution.settled();
  expect([1, 2, 0].map(see)).toEqual([true, true, false]);
  expect(turns()).toBe(3);
});

test("takes losses for a bad network while deliveries are settled between them", () => {
  const { caution, see } = watched();
  see(0);
  for (let loss = 0; loss < 10; loss += 1) {
    caution.lost();
    caution.settled();
  }
  expect(caution.careful).toBe(false);
});
