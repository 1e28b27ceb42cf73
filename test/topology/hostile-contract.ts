import type { Contract } from "../../src/contract/contract.js";
import { loadContract } from "../../src/contract/load-contract.js";

/** What shells, HCL, JSON, regular expressions and the logs of CI systems have a meaning for. */
export const hostileTexts: readonly string[] = [
  `'; rm -rf "$HOME" #`,
  "$(touch /tmp/owned)",
  "`id`",
  "${jsonencode(var.x)}",
  "$${x} %%{y} $$$",
  "%{ for x in y }",
  "back\\slash\\x41\\",
  '"quoted" \\" end\\\\',
  "##[error]x ##vso[task]",
  "::error::x",
  ".*|^$(a+)+[b]{1,2}?",
  "{username}.{vhost}",
  "-p --help",
  "END_OF_DEFINITIONS",
  "naïve 中文 𝒳",
  "right\u202eleft\u{e0041}",
  "\u2028line",
];

const plain = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };

/** The files of a contract in which everything that has a name is called so. */
export function hostileFiles(text: string): Readonly<Record<string, unknown>> {
  return {
    "contract.json": {
      exchange: { name: text, type: "topic" },
      vhost: text,
      services: {
        [text]: { publishes: ["made"] },
        [`\n${text}\n`]: {
          consumes: {
            made: {
              queue: { name: text, arguments: { "x-dead-letter-exchange": `dlx ${text}` } },
              bind: keyOf(text),
              retry: { delays: ["1s"], maxAttempts: 2 },
            },
          },
        },
      },
    },
    "made/event.json": { routingKey: keyOf(text) },
    "made/v1.json": plain,
  };
}

/** The same without what a routing key has a meaning for. */
export function keyOf(text: string): string {
  return text.replace(/[{}*#]/g, "_");
}

/** A contract from the values of its files; throws with the findings if it has errors. */
export async function contractOf(files: Readonly<Record<string, unknown>>): Promise<Contract> {
  const texts = Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)] as const);
  const { contract, findings } = await loadContract(new Map(texts));
  if (contract === undefined) throw new Error(JSON.stringify(findings));
  return contract;
}
