import type { Bundle } from "../../contract/bundle.js";
import type { Node } from "./node.js";
import type { WitnessCheck } from "./witness-check.js";

/** A schema in one of its forms, and as it is written. */
export interface Form {
  readonly node: Node;
  readonly written: Written;
}

/** A schema as it is written: what ajv says of it, and the engine. */
export interface Written {
  readonly node: Node;
  readonly bundle: Bundle;
  readonly check: WitnessCheck;
}
