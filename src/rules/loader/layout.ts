import type { LoaderRule } from "./loader-rule.js";

const schema = { type: "object" } as const;

/** Files whose path does not determine what they are. */
export const layoutRules: readonly LoaderRule[] = [
  {
    id: "event-without-version",
    category: "layout",
    severity: "error",
    title: "An event folder has no version file",
    why: "An event without a schema has no type and no validator, so no service could publish or consume it.",
    fix: "Add v1.json with the event's JSON Schema, or remove the folder.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema, "order_refunded/event.json": { owner: "billing" } } },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "order_refunded/event.json": { owner: "billing" },
            "order_refunded/v1.json": schema,
          },
        },
      ],
    },
  },
  {
    id: "example-stray",
    category: "layout",
    severity: "error",
    title: "An example does not belong to a version",
    why: "The folder of an example names its version and whether the version accepts it; without both, the example is not checked.",
    fix: "Put it in `examples/<version>/valid` or `examples/<version>/invalid`, for an existing version of the event.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/examples/paid.json": {} } },
        { folder: { "order_paid/v1.json": schema, "order_paid/examples/v2/valid/paid.json": {} } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/examples/v1/valid/paid.json": {} } },
        { folder: { "order_paid/v1.json": schema, "_shared/examples/paid.json": {} } },
      ],
    },
  },
  {
    id: "file-extension",
    category: "layout",
    severity: "error",
    title: "A file has an unsupported extension",
    why: "The file looks like part of the contract but would be ignored.",
    fix: "Rename it to .json, .yaml or .yml, in lower case. Comments are allowed only in YAML.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/v2.jsonc": schema } },
        { folder: { "order_paid/v1.json": schema, "order_paid/v2.JSON": schema } },
        { folder: { "order_paid/v1.json": schema, "order_paid/v2": schema } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/v2.json": schema } },
        { folder: { "order_paid/v1.json": schema }, texts: { "order_paid/v2.md": "What v2 changes" } },
      ],
    },
  },
  {
    id: "file-twice",
    category: "layout",
    severity: "error",
    title: "Two files are the same version or the same settings",
    why: "Only one of them can be used, and choosing one would be a guess.",
    fix: "Keep one of the two.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema }, texts: { "order_paid/v1.yaml": "type: object\n" } },
        {
          folder: { "order_paid/v1.json": schema, "contract.json": {} },
          texts: { "contract.yaml": "{}\n" },
        },
      ],
      valid: [
        { folder: { "order_paid/v1.json": schema }, texts: { "order_paid/v2.yaml": "type: object\n" } },
      ],
    },
  },
  {
    id: "settings-name",
    category: "layout",
    severity: "error",
    title: "A settings file has an unsupported name",
    why: "Names of settings files are lower case; under another name, the settings have no effect.",
    fix: "Rename it to contract.json, review.json or event.json.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/Event.json": { owner: "billing" } } },
        { folder: { "order_paid/v1.json": schema, "Contract.json": {} } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/event.json": { owner: "billing" } } },
        { folder: { "order_paid/v1.json": schema, "_shared/Event.json": schema } },
      ],
    },
  },
  {
    id: "version-name",
    category: "layout",
    severity: "error",
    title: "A file name is not a version",
    why: "The file looks like a version, but no service could publish or consume it.",
    fix: "Use v1.json, v2.json, … in the event's folder, or set versionLabels in contract.json for another style.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/V2.json": schema } },
        { folder: { "order_paid/v1.json": schema, "order_paid/v02.json": schema } },
        { folder: { "order_paid/v1.json": schema, "order_paid/1.0.0.json": schema } },
        { folder: { "order_paid/v1.json": schema, "v2.json": schema } },
      ],
      valid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/v2.json": schema } },
        { folder: { "contract.json": { versionLabels: "1.0.0" }, "order_paid/1.0.0.json": schema } },
        { folder: { "order_paid/v1.json": schema, "_shared/V2.json": schema } },
      ],
    },
  },
];
