import { roundTrip } from "./round-trip.js";

// no top-level await, which CommonJS does not have
void roundTrip().then((order) => console.log(`handled ${order}`));
