import type { Money } from "../../generated/index.js";

/** Such as `EUR 29.90`: how many minor units a unit has depends on the currency. */
export function moneyText({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "code" });
  const { maximumFractionDigits = 0 } = format.resolvedOptions();
  return format.format(amount / 10 ** maximumFractionDigits).replace("\u00a0", " ");
}
