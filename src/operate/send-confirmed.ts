import type { ConfirmChannel, Message } from "amqplib";
import { BrokerTimeoutError, ConnectError } from "../../runtime/errors/rabbit-error.js";
import type { CopyProperties } from "../../runtime/retry/copy-properties.js";

/** How a mandatory message to a queue ended: confirmed, returned because there is no such queue, or refused (`basic.nack`). */
export type SendOutcome = "confirmed" | "unroutable" | "refused";

/** Milliseconds until a confirm is given up: the broker may have blocked the connection for want of memory or disk. */
const CONFIRM_MS = 60_000;

/** Puts one message into a queue and waits for the broker's answer. Rejects when that cannot come any more. */
export function sendConfirmed(
  channel: ConfirmChannel,
  queue: string,
  { content, properties }: { readonly content: Buffer; readonly properties: CopyProperties },
): Promise<SendOutcome> {
  return new Promise((resolve, reject) => {
    let returned = false;
    const { messageId } = properties;
    const onReturn = (message: Message): void => {
      if (message.properties.messageId === messageId) returned = true;
    };
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      channel.off("return", onReturn);
      channel.off("error", onError);
      channel.off("close", onClose);
      act();
    };
    const unanswered = `the broker did not confirm message ${messageId}; it may be in queue "${queue}", and stays a dead letter`;
    const onError = (error: Error): void => settle(() => reject(error));
    const onClose = (): void => settle(() => reject(new ConnectError(unanswered)));
    const timer = setTimeout(
      () => settle(() => reject(new BrokerTimeoutError(`${unanswered}: no response within 60 s`))),
      CONFIRM_MS,
    );
    channel.on("return", onReturn);
    channel.on("error", onError);
    channel.on("close", onClose);
    try {
      // the return comes before the confirm
      channel.publish("", queue, content, properties, (error: unknown) =>
        settle(() =>
          resolve(error !== null && error !== undefined ? "refused" : returned ? "unroutable" : "confirmed"),
        ),
      );
    } catch (error) {
      settle(() => reject(error));
    }
  });
}
