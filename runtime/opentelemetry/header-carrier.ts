import type { TextMapGetter, TextMapSetter } from "@opentelemetry/api";
import { headerText } from "../observe/trace-context.js";

/** Reads a trace from a message's headers, of whatever client. */
export const headerGetter: TextMapGetter<Readonly<Record<string, unknown>>> = {
  keys: (headers) => Object.keys(headers),
  get: (headers, name) => headerText(headers[name]),
};

/** Writes a trace to headers. Names that start with `x-`, such as B3's, are the broker's and left out. */
export const headerSetter: TextMapSetter<Record<string, string>> = {
  set: (headers, name, value) => {
    if (!/^x-/i.test(name)) headers[name] = value;
  },
};
