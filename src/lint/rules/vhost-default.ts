import { isObject, member } from "../../json/json.js";
import { joinPointer, valueAt } from "../../json/pointer.js";
import type { LintRule } from "../lint-rule.js";
import { settingsFiles } from "../settings-places.js";

/** The virtual host that every broker comes with. */
export const vhostDefault: LintRule = {
  id: "vhost-default",
  category: "wire",
  on: true,
  severity: "warning",
  title: "Events in the virtual host `/`",
  why: "Every tool and new user uses it by default, so permissions, policies and limits cannot be set per service.",
  fix: "Give the publishing service its own virtual host, such as /svc-order.",
  examples: {
    invalid: [
      { "contract.json": { vhost: "/" }, "order_paid/v1.json": { type: "object" } },
      {
        "contract.json": { services: { "svc-order": { vhost: "/", publishes: ["order_paid"] } } },
        "order_paid/v1.json": { type: "object" },
      },
      { "order_paid/event.json": { vhost: "/" }, "order_paid/v1.json": { type: "object" } },
    ],
    valid: [
      { "contract.json": { vhost: "/svc-order" }, "order_paid/v1.json": { type: "object" } },
      { "order_paid/v1.json": { type: "object" } },
    ],
  },
  *judge(subject) {
    for (const { path, value } of settingsFiles(subject)) {
      const services = isObject(value) ? member(value, "services") : undefined;
      const names = path === "contract.json" && isObject(services) ? Object.keys(services) : [];
      const pointers = ["/vhost", ...names.map((name) => `${joinPointer("/services", name)}/vhost`)];
      for (const pointer of pointers) {
        if (valueAt(value, pointer) !== "/") continue;
        yield {
          file: path,
          pointer,
          message: 'The virtual host is "/", which all applications on the broker share.',
        };
      }
    }
  },
};
