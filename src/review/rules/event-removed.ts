import type { GradedReviewRule } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { consumersOf, publishersOf, together } from "../services.js";

const over = { deprecated: true, sunset: "2020-01-31" };
const sunsets = (versions: Readonly<Record<string, unknown>>) => ({ versions });

export const eventRemoved: GradedReviewRule<"info"> = {
  id: "event-removed",
  category: "evolution",
  severity: "error",
  otherSeverities: { info: "after the sunset of all its versions" },
  breaks: "both",
  title: "An event was removed",
  why: "Publishers that do not upgrade still send it, and consumers generated without it dead-letter what is in the queues.",
  fix: "Mark all its versions `deprecated` with a `sunset` in event.json, and remove the event after that date.",
  examples: {
    invalid: [
      { old: { ...event({ v1: {} }), "other/v1.json": {} }, new: event({ v1: {} }) },
      { old: used(event({ v1: {}, v2: {} }, sunsets({ v1: over, v2: over }))), new: {} },
      { old: used(event({ v1: {}, v2: {} }, sunsets({ v1: over }))), new: {} },
      {
        old: event({ v1: {} }, sunsets({ v1: { deprecated: true, sunset: "2999-12-31" } })),
        new: {},
      },
      { old: event({ v1: {} }, sunsets({ v1: { deprecated: true } })), new: {} },
      { old: event({ v1: {} }, sunsets({ v1: { sunset: "2020-01-31" } })), new: {} },
    ],
    valid: [
      { old: event({ v1: {}, v2: {} }), new: event({ v2: {} }) },
      { old: event({ v1: {} }), new: { ...event({ v1: {} }), "other/v1.json": {} } },
    ],
  },
  *judge({ removed, old, today }) {
    for (const event of removed) {
      const isOver = event.versions.every(
        ({ deprecated, sunset }) => deprecated && sunset !== undefined && sunset < today,
      );
      yield {
        place: { file: event.versions.at(-1)?.source.path ?? event.folder },
        gone: true,
        message: `Event ${event.name} was removed${isOver ? ", after the sunset of all its versions" : ""}.`,
        subject: [event.name, isOver],
        ...(isOver ? { severity: "info" } : {}),
        event: event.name,
        breaks: isOver
          ? []
          : [
              {
                direction: "wire",
                verdict: "refuted",
                reason: "messages that are queued or still sent are never read",
              },
            ],
        rollout: isOver ? "any-order" : "publishers-first",
        target: { kind: "event" },
        services: together(consumersOf(old.contract, event.name), publishersOf(old.contract, event.name)),
      };
    }
  },
};
