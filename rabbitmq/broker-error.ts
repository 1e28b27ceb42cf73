/** There is no broker, or it does not do what was asked of it. The message says what to do and never holds a password. */
export class BrokerError extends Error {
  override readonly name = "BrokerError";
}
