/** The reply codes of AMQP 0-9-1 with the names that RabbitMQ puts before each reply text. */
export const replyCodes = {
  CONTENT_TOO_LARGE: 311,
  NO_ROUTE: 312,
  NO_CONSUMERS: 313,
  CONNECTION_FORCED: 320,
  INVALID_PATH: 402,
  ACCESS_REFUSED: 403,
  NOT_FOUND: 404,
  RESOURCE_LOCKED: 405,
  PRECONDITION_FAILED: 406,
  FRAME_ERROR: 501,
  SYNTAX_ERROR: 502,
  COMMAND_INVALID: 503,
  CHANNEL_ERROR: 504,
  UNEXPECTED_FRAME: 505,
  RESOURCE_ERROR: 506,
  NOT_ALLOWED: 530,
  NOT_IMPLEMENTED: 540,
  INTERNAL_ERROR: 541,
} as const;

export type ReplyName = keyof typeof replyCodes;

/** The specification's "soft errors": they close the channel; all others close the connection. */
const soft = new Set<number>([311, 312, 313, 403, 404, 405, 406]);

/** What a client did wrong, answered by `channel.close` or `connection.close` with this code and text. */
export class AmqpError extends Error {
  readonly replyName: ReplyName;
  readonly replyCode: number;
  /** As it goes over the wire, such as `NOT_FOUND - no queue 'q' in vhost '/'`. */
  readonly replyText: string;
  readonly closes: "channel" | "connection";

  constructor(replyName: ReplyName, explanation: string) {
    const replyText = `${replyName} - ${explanation}`;
    super(replyText);
    this.name = "AmqpError";
    this.replyName = replyName;
    this.replyCode = replyCodes[replyName];
    this.replyText = replyText;
    this.closes = soft.has(this.replyCode) ? "channel" : "connection";
  }
}
