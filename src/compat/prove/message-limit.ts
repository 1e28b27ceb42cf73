import { MAX_BODY_BYTES } from "../../../runtime/wire/body.js";
/**
 * Characters, items or properties of which no message has more: the SDK sends 16 MiB at most, as much as RabbitMQ 4
 * takes by default. Generators write the largest integer of some language as a limit; it is none.
 */
export const MOST_IN_MESSAGE: number = MAX_BODY_BYTES;
