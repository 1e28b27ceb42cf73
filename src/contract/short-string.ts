import type { Diagnosis } from "./source-file.js";

/** AMQP 0-9-1 carries names and routing keys as short strings: at most 255 bytes. */
export const shortString = 255;

/** The length that AMQP counts. */
export function bytes(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/** A name that no short string holds. */
export function tooLong(what: string, text: string, most = shortString): Diagnosis {
  return {
    rule: "name-too-long",
    severity: "error",
    message: `The ${what} has ${bytes(text)} bytes in UTF-8; RabbitMQ allows at most ${most}.`,
  };
}
