import type { RuleDoc } from "./rule.js";

/** What a rule about an AsyncAPI document that is imported documents. */
interface ImportRuleDoc extends RuleDoc {
  readonly category: "import";
}

/** What an imported document has and the contract has not as it was, sorted by id. */
export const importRules: readonly ImportRuleDoc[] = [
  {
    id: "import-no-payload",
    category: "import",
    severity: "warning",
    title: "A message without a payload",
    why: "Its version accepts any JSON, so neither types nor validators say anything about it.",
    fix: "Write the version's schema.",
  },
  {
    id: "import-not-carried",
    category: "import",
    severity: "warning",
    title: "Something that a contract has no place for",
    why: "The contract does not have it, or has it with another meaning.",
    fix: "Compare the place in the document with the contract, and state what is needed in contract.json or event.json.",
  },
  {
    id: "import-reference",
    category: "import",
    severity: "warning",
    title: "A reference that leads to nothing",
    why: "What it refers to is not in the document or its folder, so any JSON is accepted there.",
    fix: "Put the referenced file beside the document, and import again.",
  },
  {
    id: "import-renamed",
    category: "import",
    severity: "warning",
    title: "An event or version with another name than in the document",
    why: "The name in the document is taken, or cannot be that of a folder or version.",
    fix: "Rename the folder or file if the name does not suit.",
  },
];
