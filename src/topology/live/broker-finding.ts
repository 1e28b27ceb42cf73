import type { Severity } from "../../findings/finding.js";
import type { BrokerRuleId } from "../../rules/broker-rules.js";

/** A difference between a contract and a broker. */
export interface BrokerFinding {
  readonly rule: Exclude<BrokerRuleId, "queue-unconsumed">;
  readonly severity: Severity;
  readonly vhost: string;
  /** The exchange, queue or user; that of a binding is its queue. `undefined`: the virtual host itself. */
  readonly name: string | undefined;
  readonly message: string;
  readonly help: string;
}
