import type { LoadedFamily } from "../../runtime/validate/validator.js";
import { type Decoded, decodeMessage, type ReadableMessage } from "../../runtime/wire/decode-message.js";

/**
 * Decodes a message as a consumer of all events of a contract would. A message that is looked at where it passes, not
 * consumed, may be an event of another contract: `isForeign` then.
 */
export function decodePublished(
  message: ReadableMessage,
  families: readonly LoadedFamily[],
): { readonly decoded: Decoded; readonly isForeign: boolean } {
  const decoded = decodeMessage(message, families);
  const { type } = message.properties;
  const isForeign =
    decoded.kind === "dead-letter" &&
    decoded.reason === "unknown-event" &&
    typeof type === "string" &&
    type !== "";
  if (!isForeign) return { decoded, isForeign };
  return { decoded: { ...decoded, why: `the contract has no event ${JSON.stringify(type)}` }, isForeign };
}
