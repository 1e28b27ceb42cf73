/** The files of the SDK's runtime by their path in its folder: real modules, copied verbatim. */
export type RuntimeFiles = ReadonlyMap<string, string>;
