/** The largest file that is read: larger than any schema that people write (16 MiB); larger ones are refused. */
export const maxFileBytes: number = 16 * 2 ** 20;

/** {@link maxFileBytes} in words. */
export const maxFileSize = `${maxFileBytes / 2 ** 20} MiB`;
