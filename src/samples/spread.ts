/** Choices beyond which an order of all of them is not made. */
const MOST_SHUFFLED = 1_000;

/** A place in one of several samples: what is chosen there depends on nothing else. */
export interface Draw {
  readonly seed: number;
  /** Which sample, from 0. */
  readonly sample: number;
  /** The place in the sample, and what is chosen there. */
  readonly key: string;
  /** Where neighbors take turns: what they have in common, and the number of this one. */
  readonly turn?: { readonly path: string; readonly group: string; readonly item: number };
}

/**
 * One of `count` choices, so that as many samples in a row have each of them once: in an order of its own for each
 * place, so that two places with as many choices do not go together.
 */
export function spread({ seed, sample, key }: Draw, count: number): number {
  if (count <= 1) return 0;
  const round = Math.floor(sample / count);
  if (count > MOST_SHUFFLED) return (hash(`${seed} ${round} ${key}`) + sample) % count;
  return shuffled(count, `${seed} ${round} ${key}`)[sample % count] ?? 0;
}

/** Numbers below `count` in the order that `spread` gives them for this sample and the next ones; `most` of them at most. */
export function order(draw: Draw, count: number, most: number = count): readonly number[] {
  const first = spread(draw, count);
  return Array.from({ length: Math.min(count, most) }, (_, index) => (first + index) % count);
}

/** A whole number from 0 to below `count`. */
export function pick({ seed, sample, key }: Draw, count: number): number {
  return hash(`${seed} ${sample} ${key}`) % count;
}

/** One of several texts: the items of an array have different ones, as long as there are some. */
export function oneText(texts: readonly string[], draw: Draw): string {
  const { turn = { path: draw.key, item: 0 } } = draw;
  return texts[(pick({ ...draw, key: turn.path }, texts.length) + turn.item) % texts.length] ?? "";
}

/** The same for texts that belong together with others of the object around them: those of one person, or one town. */
export function oneOfGroup(texts: readonly string[], draw: Draw, of: string): string {
  const { turn = { group: draw.key, item: 0 } } = draw;
  return (
    texts[(pick({ ...draw, key: `${turn.group} ${of}` }, texts.length) + turn.item) % texts.length] ?? ""
  );
}

/** Whole numbers from 0 to below a count, one after the other. */
export type Picker = (count: number) => number;

export function picker({ seed, sample, key }: Draw): Picker {
  return random(hash(`${seed} ${sample} ${key}`));
}

function shuffled(count: number, key: string): readonly number[] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const next = random(hash(key));
  for (let index = count - 1; index > 0; index -= 1) {
    const other = next(index + 1);
    const held = numbers[index] ?? 0;
    numbers[index] = numbers[other] ?? 0;
    numbers[other] = held;
  }
  return numbers;
}

/** FNV-1a over UTF-16 units, with the finalizer of MurmurHash3, which makes neighbors differ in all bits. */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  return mixed(value);
}

/** The sequence of SplitMix32. */
function random(seed: number): Picker {
  let state = seed;
  return (count) => {
    state = (state + 0x9e_37_79_b9) | 0;
    return mixed(state) % count;
  };
}

function mixed(value: number): number {
  let mix = value;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85_eb_ca_6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2_b2_ae_35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
