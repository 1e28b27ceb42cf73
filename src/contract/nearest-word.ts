// the runtime has hints of its own
export { nearestWord } from "../../runtime/nearest-word.js";
