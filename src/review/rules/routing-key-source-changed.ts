import type { Event } from "../../contract/contract.js";
import { type PlaceholderSource, placeholderSource } from "../../contract/placeholder-source.js";
import { placeholdersOf } from "../../contract/routing-key.js";
import { changedSettings } from "../changed-settings.js";
import type { ReviewRule, Side } from "../review-rule.js";
import { routedEvent } from "../routed-example.js";

export const routingKeySourceChanged: ReviewRule = {
  id: "routing-key-source-changed",
  category: "wire",
  severity: "warning",
  breaks: "publishers",
  title: "The routing key values passed to publish changed",
  why: "A placeholder that is not in the schema must be passed to publish; one that is in the schema must not. Publishers do not compile with the new SDK until their calls match.",
  fix: "Adapt the calls of publish when the publishers upgrade.",
  examples: {
    invalid: [
      { old: routedEvent("order.{region}.paid"), new: routedEvent("order.{area}.paid") },
      { old: routedEvent("order.{area}.paid"), new: routedEvent("order.{region}.paid") },
      { old: routedEvent("order.{area}.paid"), new: routedEvent("order.{place}.paid") },
    ],
    valid: [
      { old: routedEvent("order.{region}.paid"), new: routedEvent("order.paid.{region}") },
      { old: routedEvent("order.{area}.paid"), new: routedEvent("order.paid.{area}") },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "routingKey", ({ old, new: now }) => {
      for (const { label } of now.versions) {
        const [before, after] = [sourcesOf(old, label, subject.old), sourcesOf(now, label, subject.new)];
        if (before === undefined || after === undefined) continue;
        const given = [...after].filter(([name, kind]) => kind === "publish" && before.get(name) !== kind);
        const taken = [...before].filter(([name, kind]) => kind === "publish" && after.get(name) !== kind);
        if (given.length + taken.length === 0) continue;
        const parts = [
          ...given.map(
            ([name]) =>
              `requires {${name}}${before.has(name) ? ", which was read from the payload before" : ""}`,
          ),
          ...taken.map(
            ([name]) =>
              `no longer takes {${name}}${after.has(name) ? ", which is now read from the payload" : ""}`,
          ),
        ];
        return {
          message: `For ${label}, publish ${parts.join(", and ")}.`,
          subject: [
            label,
            given.map(([name]) => [name, before.has(name)]),
            taken.map(([name]) => [name, after.has(name)]),
          ],
          rollout: "any-order",
        };
      }
      return undefined;
    });
  },
};

/** Where a version's placeholder values come from; `undefined` if there is no such version. */
function sourcesOf(
  { keyTemplate, versions }: Event,
  label: string,
  { contract }: Side,
): ReadonlyMap<string, PlaceholderSource["kind"]> | undefined {
  const version = versions.find((each) => each.label === label);
  if (version === undefined) return undefined;
  return new Map(
    placeholdersOf(keyTemplate).map((name) => [
      name,
      placeholderSource(version, name, contract.definitions).kind,
    ]),
  );
}
