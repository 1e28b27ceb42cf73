import { changedSettings } from "../changed-settings.js";
import type { ReviewRule } from "../review-rule.js";
import { event } from "../rule-examples.js";

export const vhostChanged: ReviewRule = {
  id: "vhost-changed",
  category: "wire",
  severity: "error",
  breaks: "consumers",
  title: "An event moved to another virtual host",
  why: "Virtual hosts share nothing: consumers that do not upgrade wait in the old one for messages that never arrive, and messages queued there stay there.",
  fix: "Create queues and permissions in the new virtual host, upgrade the consumers, then the publishers, and drain the old queues.",
  examples: {
    invalid: [
      { old: event({ v1: {} }, { vhost: "/orders" }), new: event({ v1: {} }, { vhost: "/sales" }) },
      { old: event({ v1: {} }), new: event({ v1: {} }, { vhost: "/sales" }) },
      {
        old: { ...event({ v1: {} }), "contract.json": { vhost: "/orders" } },
        new: { ...event({ v1: {} }), "contract.json": {} },
      },
    ],
    valid: [
      {
        old: event({ v1: {} }, { vhost: "/orders" }),
        new: event({ v1: {} }, { vhost: "/orders", exchange: { name: "orders", type: "topic" } }),
      },
    ],
  },
  *judge(subject) {
    yield* changedSettings(subject, "vhost", ({ old, new: now }) => {
      if (old.vhost === now.vhost) return undefined;
      const shown = (vhost: string | undefined): string =>
        vhost === undefined ? "the one of the connection's URL" : JSON.stringify(vhost);
      return {
        message: `The virtual host changed from ${shown(old.vhost)} to ${shown(now.vhost)}.`,
        subject: [old.vhost ?? null, now.vhost ?? null],
        rollout: "together",
        reason: `queues are in ${shown(old.vhost)}`,
      };
    });
  },
};
