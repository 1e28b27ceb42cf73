import type { Event } from "../contract/contract.js";
import type { Rollout } from "../findings/finding.js";
import type { RuleHit } from "../rules/rule-hit.js";
import type { Pair, ReviewHit, ReviewSubject } from "./review-rule.js";
import { consumersOf, publishersOf, together } from "./services.js";
import { settingPlace } from "./setting-place.js";

/** A rule's hit for one event whose settings changed. */
export interface SettingHit extends RuleHit {
  readonly rollout: Rollout;
  /** Why consumers that do not upgrade get nothing; absent if nothing breaks. */
  readonly reason?: string;
  /** Whom it concerns, if not everyone who publishes or consumes the event. */
  readonly services?: readonly string[];
}

/**
 * Checks one setting of each event that is in both contracts; a change in `contract.json` that affects many is reported
 * once.
 */
export function* changedSettings(
  { kept, old: before, new: now }: ReviewSubject,
  key: string,
  judge: (events: Pair<Event>) => SettingHit | undefined,
): Generator<ReviewHit<never>> {
  for (const events of kept) {
    const hit = judge(events);
    if (hit === undefined) continue;
    const { reason, services, ...rest } = hit;
    const { name } = events.new;
    const all = together(
      consumersOf(before.contract, name),
      consumersOf(now.contract, name),
      publishersOf(now.contract, name),
    );
    yield {
      ...rest,
      place: settingPlace(now, events.new, key),
      old: settingPlace(before, events.old, key),
      event: name,
      breaks: reason === undefined ? [] : [{ direction: "wire", verdict: "refuted", reason }],
      services: services ?? all,
    };
  }
}
