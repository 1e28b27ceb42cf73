// the runtime has hints of its own
export { nearestWord } from "../../runtime/options/nearest-word.js";
