/**
 * Valid and invalid events of a version, made by the compatibility engine. Pure: the same version, seed and count give
 * the same samples on every machine.
 */
export { type InvalidEvents, type InvalidSample, invalidEvents, type Unbroken } from "./invalid-events.js";
export { type SampleOptions, sampleEvents } from "./sample-events.js";
export type { SampledEvents } from "./sampled-events.js";
