import type { PayloadNode } from "./payload-node.js";

/** What is said in place of what is not shown. */
export function cutWords({ places, file }: NonNullable<PayloadNode["more"]>): string {
  return `${places} more inside ${places === 1 ? "is" : "are"} not shown here: see ${file}`;
}
