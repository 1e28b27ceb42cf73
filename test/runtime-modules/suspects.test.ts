import { Buffer } from "node:buffer";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Suspects } from "../../runtime/connection/suspects.js";
import { ConfirmWindow, OutgoingMessage } from "../../runtime/publish/outgoing-message.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const closed = (code: number) => Object.assign(new Error(`Connection closed: ${code}`), { code });

/** Senders on one connection; `written` is in flight until it is settled or lost. */
function connection() {
  const suspects = new Suspects();
  const windows = [new ConfirmWindow(), new ConfirmWindow()] as const;
  const wakes: string[] = [];
  suspects.join(windows[0], () => {});
  suspects.join(windows[1], () => wakes.push("the second sender"));
  const message = (id: string) => {
    const outcome: { error?: unknown } = {};
    const caller = {
      resolve: () => {},
      reject: (error: unknown) => {
        outcome.error = error;
      },
    };
    const outgoing = new OutgoingMessage(
      {
        exchange: "x",
        routingKey: "k",
        content: Buffer.from(id),
        properties: { mandatory: true, messageId: id },
        routable: "required",
        timeout: 30_000,
        signals: [],
        resend: true,
      },
      caller,
      (settled) => suspects.settled(settled),
    );
    return { outgoing, outcome };
  };
  const write = (window: ConfirmWindow, { outgoing }: ReturnType<typeof message>) => {
    expect(window.admits(outgoing) && suspects.admits(outgoing), "it may be written").toBe(true);
    window.add(outgoing);
    suspects.written(outgoing);
  };
  const lose = (code: number) => {
    suspects.accuse(closed(code));
    for (const window of windows)
      for (const one of window.takeAll()) one.mayResend(closed(code), one.isCulprit);
    suspects.hold();
  };
  return { suspects, windows, wakes, message, write, lose };
}

test("lets one suspect at a time on the connection, and nothing else meanwhile", () => {
  const { suspects, windows, wakes, message, write, lose } = connection();
  const [first, second, third] = [message("1"), message("2"), message("3")];
  write(windows[0], first);
  write(windows[1], second);
  lose(501);
  expect(suspects.admits(third.outgoing)).toBe(false);
  write(windows[0], first);
  expect(suspects.admits(second.outgoing), "another sender's suspect").toBe(false);
  windows[0].remove(first.outgoing);
  first.outgoing.confirm();
  expect(wakes).not.toEqual([]);
  write(windows[1], second);
  expect(suspects.admits(third.outgoing)).toBe(false);
  windows[1].remove(second.outgoing);
  second.outgoing.confirm();
  write(windows[0], third);
});

test.each([
  [501, "refused"],
  [502, "refused"],
  [541, "unknown"],
])("gives up the one that closes the connection again (%d), as %s", (code, certainty) => {
  const { windows, message, write, lose } = connection();
  const [culprit, other] = [message("1"), message("2")];
  write(windows[0], culprit);
  write(windows[0], other);
  lose(code);
  write(windows[0], culprit);
  lose(code);
  expect(culprit.outcome.error).toMatchObject({ certainty, code });
  expect(other.outcome.error).toBeUndefined();
});

test("sends what was alone in flight once more, and no more", () => {
  const { windows, message, write, lose } = connection();
  const culprit = message("1");
  write(windows[0], culprit);
  lose(541);
  expect(culprit.outcome.error).toBeUndefined();
  write(windows[0], culprit);
  lose(541);
  expect(culprit.outcome.error).toMatchObject({
    name: "BrokerRefusedError",
    certainty: "refused",
    code: 541,
  });
});

test("holds nothing back for longer than 5 s when a suspect gets no answer", () => {
  const { suspects, windows, wakes, message, write, lose } = connection();
  const [first, second] = [message("1"), message("2")];
  write(windows[0], first);
  lose(501);
  write(windows[0], first);
  expect(suspects.admits(second.outgoing)).toBe(false);
  vi.advanceTimersByTime(5_010);
  expect(wakes).not.toEqual([]);
  write(windows[1], second);
});

test("suspects nothing when the broker names another method than publish as the one that failed", () => {
  const { suspects, windows, message, write } = connection();
  const innocent = message("1");
  write(windows[0], innocent);
  const declared = Object.assign(closed(503), { classId: 40, methodId: 10 }); // exchange.declare
  for (let times = 0; times < 3; times += 1) suspects.accuse(declared);
  expect(innocent.outgoing).toMatchObject({ accusations: 0, alone: false, settled: false });
  expect(suspects.admits(message("2").outgoing)).toBe(true);
  suspects.accuse(Object.assign(closed(541), { classId: 60, methodId: 40 })); // basic.publish
  expect(innocent.outgoing).toMatchObject({ accusations: 1, alone: true });
});
