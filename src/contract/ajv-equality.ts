import { deepEqual } from "../../runtime/validate/values.js";
import { loadPackage } from "../machine/load-package.js";

/**
 * Gives ajv (8.20) the SDK's equality in place of fast-deep-equal's, which calls `valueOf` and `toString` of the values:
 * a member of such a name makes it throw (https://github.com/ajv-validator/ajv/issues/2624). Printed code calls it by the
 * name under which the SDK's modules import it.
 */
export function useSafeEquality(): void {
  const library = loadPackage("ajv/dist/runtime/equal") as { default: unknown };
  library.default = Object.assign(deepEqual, { code: "deepEqual" });
}
