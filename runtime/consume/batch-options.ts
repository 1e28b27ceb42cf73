/** Makes a consumer hand several messages to a handler at a time. */
export interface BatchOptions<Size extends number = number> {
  /** The most messages of a batch: a whole number from 1 to 65535. */
  readonly size: Size;
  /**
   * The longest that the first message of a batch waits for others, in milliseconds or such as `"200ms"`, from 1 ms to
   * 5 minutes. Default `"200ms"`.
   */
  readonly within?: string | number | undefined;
}
