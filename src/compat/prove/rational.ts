/** An exact fraction in lowest terms; its denominator is positive. JSON's decimals are fractions, doubles are not. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The number that JSON text means, such as 1/10 for `0.1`: the shortest decimal that reads as this double. */
export function rational(value: number): Rational {
  const [digits = "0", exponent = "0"] = value.toString().split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const power = Number(exponent) - fraction.length;
  const unscaled = BigInt(whole + fraction);
  return power >= 0 ? reduced(unscaled * 10n ** BigInt(power), 1n) : reduced(unscaled, 10n ** BigInt(-power));
}

/** Throws `RangeError` for a denominator of 0. */
function reduced(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new RangeError("a fraction with the denominator 0");
  const divisor = greatestCommonDivisor(numerator, denominator);
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

export const one: Rational = { numerator: 1n, denominator: 1n };

/** Negative, 0 or positive as `left` is less, the same or more. */
export function compareRationals(left: Rational, right: Rational): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function absolute({ numerator, denominator }: Rational): Rational {
  return { numerator: numerator < 0n ? -numerator : numerator, denominator };
}

/** Ten to this power, which may be below 0. */
export function powerOfTen(exponent: number): Rational {
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? { numerator: 1n, denominator: power } : { numerator: power, denominator: 1n };
}

/** The power of ten that a number is about, or one less; 0 for 0. */
export function magnitude(value: Rational): number {
  const { numerator, denominator } = absolute(value);
  return numerator === 0n ? 0 : `${numerator}`.length - `${denominator}`.length;
}

export function product(left: Rational, right: Rational): Rational {
  return reduced(left.numerator * right.numerator, left.denominator * right.denominator);
}

export function quotient(left: Rational, right: Rational): Rational {
  return reduced(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** The least number that is a whole multiple of both, which are above 0. */
export function leastCommonMultiple(left: Rational, right: Rational): Rational {
  return reduced(
    (left.numerator * right.numerator) / greatestCommonDivisor(left.numerator, right.numerator),
    greatestCommonDivisor(left.denominator, right.denominator),
  );
}

export function isWhole({ denominator }: Rational): boolean {
  return denominator === 1n;
}

export function floor({ numerator, denominator }: Rational): bigint {
  const cut = numerator / denominator;
  return numerator < 0n && cut * denominator !== numerator ? cut - 1n : cut;
}

export function ceiling(value: Rational): bigint {
  return -floor({ numerator: -value.numerator, denominator: value.denominator });
}

/** The double whose JSON text means exactly this fraction; `undefined` if there is none. */
export function toNumber(value: Rational): number | undefined {
  const { numerator, denominator } = value;
  const text = decimalText(numerator, denominator);
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isFinite(number) && compareRationals(rational(number), value) === 0 ? number : undefined;
}

/** Digits with an exponent; `undefined` for a fraction that no finite decimal is, or one too long for a double. */
function decimalText(numerator: bigint, denominator: bigint): string | undefined {
  let scaled = numerator;
  let rest = denominator;
  let exponent = 0;
  for (const [factor, complement] of [
    [10n, 1n],
    [5n, 2n],
    [2n, 5n],
  ] as const) {
    while (rest % factor === 0n) {
      rest /= factor;
      scaled *= complement;
      exponent -= 1;
      if (exponent < -1_100) return undefined;
    }
  }
  return rest === 1n ? `${scaled}e${exponent}` : undefined;
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
