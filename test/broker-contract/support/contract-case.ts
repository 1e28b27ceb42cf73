import type { Stage } from "./stage.js";

/** One named behavior: it passes, or rejects with what the broker did instead. */
export type ContractCase = (stage: Stage) => Promise<void>;

/** The cases of one subject, by their names, which read as sentences about the broker. */
export type Subject = Readonly<Record<string, ContractCase>>;
