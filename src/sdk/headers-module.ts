import { quoteJson } from "../code/quote.js";
import type { EventHeaders } from "../contract/contract.js";
import type { EventNames } from "../contract/names.js";
import { header } from "./header.js";

/** The module of an event's declared headers, which its versions share. */
export function headersModule({ names, source }: EventHeaders, { headers: type }: EventNames): string {
  return `${header(source.path)}import type { DeclaredHeaders } from "../../runtime/event-version.js";
import type { ${type} } from "./headers.types.js";
import { reader, writer } from "./headers.validators.js";

export const headers: DeclaredHeaders<${type}> = {
  names: ${quoteJson(names)},
  reader,
  writer,
};
`;
}
