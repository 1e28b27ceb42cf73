import { messageChecker } from "../../messages/check-message.js";
import type { ContractFiles } from "./contract-files.js";
import type { DocumentReading } from "./document-place.js";
import type { Repaired } from "./repair-files.js";

/** The texts without examples that contradict their schemas, each of which becomes a finding. */
export function withoutWrongExamples(
  { contract, texts }: Extract<Repaired, { contract: unknown }>,
  origins: ContractFiles["origins"],
  reading: DocumentReading,
): ReadonlyMap<string, string> {
  const kept = new Map(texts);
  for (const event of contract.events) {
    for (const version of event.versions) {
      if (version.examples.length === 0) continue;
      const check = messageChecker(contract, { ...event, envelope: "headers" }, version, "consumer");
      for (const { source, valid } of version.examples) {
        const [first] = check(source.path, Buffer.from(source.text)).findings;
        if ((first === undefined) === valid) continue;
        kept.delete(source.path);
        const origin = origins.get(source.path);
        const why = first?.message.replace(/\.$/, "") ?? "it is valid";
        const message = `This example is not valid under its schema, so it was not imported: ${why}.`;
        if (origin) reading.say("import-not-carried", origin, message);
      }
    }
  }
  return kept;
}
