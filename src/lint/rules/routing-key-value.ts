import { placeholderSource } from "../../contract/placeholder-source.js";
import { placeholdersOf } from "../../contract/routing-key.js";
import type { ExampleFolder } from "../../rules/rule.js";
import type { LintRule } from "../lint-rule.js";

/** Values that a schema lists and that no routing key takes. */
export const routingKeyValue: LintRule = {
  id: "routing-key-value",
  category: "wire",
  on: true,
  severity: "warning",
  title: "A listed value that is not one word of a routing key",
  why: 'The value of a placeholder must be one word: a "." would make it two, and * and # are wildcards in bindings. Therefore publish rejects events with such a value.',
  fix: "List other values, or use a placeholder name that the schema does not declare, and pass its value to publish.",
  examples: {
    invalid: [
      folder({ enum: ["eu", "us.east"] }),
      folder({ const: "#" }),
      folder({ oneOf: [{ const: "eu" }, { enum: ["", "*"] }] }),
    ],
    valid: [
      folder({ enum: ["eu", "us-east"] }),
      folder({ type: "string" }),
      {
        ...folder({ enum: ["eu", "us.east"] }),
        "order_paid/event.json": { routingKey: "order.{area}.paid" },
      },
    ],
  },
  *judge({ contract: { events, definitions } }) {
    for (const { folder: at, keyTemplate, versions } of events) {
      for (const placeholder of placeholdersOf(keyTemplate)) {
        for (const version of versions) {
          const source = placeholderSource(version, placeholder, definitions);
          if (source.kind !== "payload" || typeof source.values === "string") continue;
          const wrong = source.values.filter((value) => value === "" || /[.*#]/.test(value));
          if (wrong.length === 0) continue;
          const shown = wrong.slice(0, 3).map((value) => JSON.stringify(value));
          const more = wrong.length > shown.length ? ` and ${wrong.length - shown.length} more` : "";
          yield {
            file: `${at}/event.json`,
            pointer: "/routingKey",
            message: `${version.label} allows ${shown.join(", ")}${more} for the placeholder {${placeholder}}, but no word of a routing key can have such a value.`,
          };
        }
      }
    }
  },
};

/** An event whose routing key has the region, which is this. */
function folder(region: Readonly<Record<string, unknown>>): ExampleFolder {
  return {
    "order_paid/event.json": { routingKey: "order.{region}.paid" },
    "order_paid/v1.json": { type: "object", properties: { region }, required: ["region"] },
  };
}
