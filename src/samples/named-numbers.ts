import { timeOf } from "./sample-day.js";
import { type Draw, picker } from "./spread.js";

/** A number for a property whose name has these words. */
type NumberMaker = (words: readonly string[], draw: Draw) => number;

const between =
  (low: number, high: number): NumberMaker =>
  (_, draw) =>
    low + picker(draw)(high - low + 1);
/** With this many decimal places. */
const decimal =
  (low: number, high: number, places: number): NumberMaker =>
  (_, draw) => {
    const factor = 10 ** places;
    return (low * factor + picker(draw)((high - low) * factor + 1)) / factor;
  };
const seconds: NumberMaker = (words, draw) => Math.floor(timeOf(words, draw) / 1_000);

/** Names by how they end; of several numbers the first that a schema takes. */
const rules: readonly (readonly [ending: RegExp, ...makers: readonly NumberMaker[]])[] = [
  [/\b(?:latitude|lat)$/, decimal(35, 60, 4), between(35, 60)],
  [/\b(?:longitude|lng|lon)$/, decimal(-10, 40, 4), between(0, 40)],
  [
    /\b(?:amount|price|total|sub ?total|cost|fee|tax|discount|balance)s?(?: cents| minor)?$/,
    decimal(5, 200, 2),
    between(500, 20_000),
    between(1, 200),
  ],
  [/\b(?:cents|minor)$/, between(500, 20_000)],
  [/\b(?:quantity|qty|count|copies)$/, between(1, 5)],
  [/\b(?:percent|percentage|progress)$/, between(5, 95)],
  [/\b(?:rate|ratio|probability|confidence|score|share)$/, decimal(0, 1, 2), between(1, 9)],
  [/\bage$/, between(19, 78)],
  [/\byear$/, between(2024, 2026)],
  [/\bmonth$/, between(1, 12)],
  [/\b(?:day|weekday)$/, between(1, 7)],
  [/\bhour$/, between(8, 18)],
  [/\bminute$/, between(0, 59)],
  [/\b(?:millis|ms)$|\b(?:duration|timeout|elapsed|latency|interval)$/, between(20, 5_000), between(1, 60)],
  [/\bseconds$|\bttl$/, between(10, 600)],
  [/\b(?:timestamp|time|date|at)$/, (words, draw) => timeOf(words, draw), seconds],
  [/\bport$/, between(8_000, 8_999)],
  [/\b(?:index|position|offset|line|column|row|page|rank)$/, between(1, 20)],
  [/\b(?:attempt|attempts|retries|version|revision)$/, between(1, 4)],
  [/\b(?:weight|height|width|length|depth|distance|volume)$/, decimal(1, 40, 1), between(1, 40)],
  [/\b(?:size|bytes|length)$/, between(512, 65_536)],
  [/\b(?:temperature|temp)$/, decimal(12, 28, 1), between(12, 28)],
  [/\b(?:exit code|return code)$/, between(0, 1)],
  [/\b(?:status|status code|code)$/, (_, draw) => [200, 201, 204][picker(draw)(3)] ?? 200, between(1, 9)],
  [/\b(?:id|number|no|nr|key)$/, between(10_000, 99_999), between(1, 99)],
  [/\b(?:stars|rating)$/, between(1, 5)],
];

const others: readonly NumberMaker[] = [between(1, 100), between(1, 10)];

/** Numbers that suit a property of this name, the most likely ones first; whether a schema takes them is tried. */
export function namedNumbers(words: readonly string[], draw: Draw): readonly number[] {
  const text = words.join(" ");
  const [, ...makers] = rules.find(([ending]) => ending.test(text)) ?? [/$/];
  return [...makers, ...others].map((make) => make(words, draw));
}

/** What is known of the numbers that a schema takes; any may be missing. */
export interface NumberRange {
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly step: number | undefined;
}

/** Numbers of a range: a likely one and its neighbors; tried, like all. */
export function numbersInRange({ low, high, step }: NumberRange, draw: Draw): readonly number[] {
  const next = picker(draw);
  const unit = step ?? (low !== undefined && high !== undefined && high - low < 2 ? 0.01 : 1);
  const from = low ?? (high === undefined ? 1 : Math.min(1, high - 100 * unit));
  const to = high ?? from + 100 * unit;
  const [first, last] = [Math.ceil(from / unit), Math.floor(to / unit)];
  const span = last - first;
  if (!(span >= 0)) return [];
  const factor = first + next(Math.min(span, 1_000) + 1);
  const places = decimalsOf(unit);
  return [factor, Math.min(factor + 1, last), Math.max(factor - 1, first)].map((each) =>
    places === undefined ? each * unit : Number((each * unit).toFixed(places)),
  );
}

/** Decimal places of a number as it is printed; `undefined` for one with an exponent. */
function decimalsOf(number: number): number | undefined {
  const text = `${number}`;
  if (/e/.test(text)) return undefined;
  return Math.min(text.split(".")[1]?.length ?? 0, 15);
}
