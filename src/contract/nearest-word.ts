// the runtime has hints of its own
export { nearestWord } from "../../runtime/options/known-options.js";
