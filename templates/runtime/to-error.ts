/** Whatever was thrown, as an `Error`: handlers may throw `undefined` or a string. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  try {
    return new Error(thrown === undefined ? "undefined was thrown" : String(thrown));
  } catch {
    return new Error("something without a text was thrown");
  }
}

/** The AMQP reply code that amqplib puts on an error of the broker, such as 404 or 406. */
export function replyCode(error: unknown): number | undefined {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "number" ? code : undefined;
}
