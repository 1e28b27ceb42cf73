import type { Event, EventVersion } from "../contract/contract.js";
import { sendingOf, unreadyConsumers } from "./dead-letters.js";
import type { Pair, ReviewSubject } from "./review-rule.js";

/**
 * Whether the change begins to publish a version: services may send it now and did not before; or, if a consumer does
 * not read it, the contract now names its publisher or lists it. A version file that was added counts only if it is
 * listed, because its own finding says the rest.
 */
export function isNewlyPublished(
  { old: before, new: now }: ReviewSubject,
  { old, new: event }: Pair<Event>,
  { label, deprecated }: EventVersion,
): boolean {
  const sending = sendingOf(now.contract, event.name, label);
  if (sending !== "listed" && sending !== "unlisted") return false;
  if (!old.versions.some((version) => version.label === label)) return sending === "listed";
  const sent = sendingOf(before.contract, old.name, label);
  if (sent === "unsent") return true;
  // a first description of services does not change what they do
  if (before.contract.services.length === 0 || sent === "listed" || sent === sending) return false;
  if (sending === "unlisted" && deprecated) return false;
  return unreadyConsumers(now.contract, event.name, label).length > 0;
}
