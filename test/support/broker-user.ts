import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import type { Broker } from "../../rabbitmq/broker.js";

/** A user of its own, whose rights and password a test may change. */
export interface BrokerUser {
  readonly name: string;
  /** This URL with the user and the password `secret`. */
  url(of: string): string;
}

/** Adds one with all rights in `/`; it goes when the test ends. */
export async function addUser(broker: Broker): Promise<BrokerUser> {
  const name = `u-${randomUUID().slice(0, 8)}`;
  await broker.ctl("add_user", name, "secret");
  onTestFinished(async () => void (await broker.ctl("delete_user", name)));
  await broker.ctl("set_permissions", name, ".*", ".*", ".*");
  const url = (of: string): string => {
    const address = new URL(of);
    address.username = name;
    address.password = "secret";
    return address.href;
  };
  return { name, url };
}
