import type { Severity } from "../../findings/finding.js";
/** A difference between a contract and a broker. */
export interface BrokerFinding {
  readonly rule: BrokerRule;
  readonly severity: Severity;
  readonly vhost: string;
  /** The exchange, queue or user; that of a binding is its queue. `undefined`: the virtual host itself. */
  readonly name: string | undefined;
  readonly message: string;
  readonly help: string;
}

/** Every kind of difference, each with what it means. */
export const brokerRules = {
  "vhost-missing": "a virtual host is missing, or the user has no access to it",
  "exchange-missing": "an exchange is missing",
  "exchange-differs":
    "an exchange has another type or arguments, is not durable, internal, or deletes itself",
  "queue-missing": "a queue is missing",
  "queue-differs": "a queue has another type or other arguments, is not durable, or is exclusive",
  "queue-policy": "a policy may lose messages or delete a queue",
  "queue-orphan": "a retry or dead-letter queue that no service of the contract needs",
  "binding-missing": "a queue is not bound with one of its keys",
  "binding-foreign": "a queue is bound with a key that the contract does not have",
  "user-missing": "a service has no user with its name",
  "user-tagged": "the user of a service has a tag of the management API",
  "permissions-differ": "a user has more or fewer permissions than its service needs",
  "permissions-foreign": "a user has access to a virtual host that its service does not need",
  "topic-permissions-differ":
    "a user may publish or bind with routing keys that its service does not need, or lacks needed ones",
} as const;

/** The name of a kind of difference. */
export type BrokerRule = keyof typeof brokerRules;
