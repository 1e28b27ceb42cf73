/** A text that uses one of the constructions rightly. */
export interface Exception {
  readonly file: string;
  /** The part of the text that the construction is found in, exactly. */
  readonly quote: string;
  readonly why: string;
}

/** Texts that stay; an exception without a use fails the check. */
export const exceptions: readonly Exception[] = [];
