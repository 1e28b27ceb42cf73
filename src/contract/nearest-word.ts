// the runtime has hints of its own
export { nearestWord } from "../../templates/runtime/nearest-word.js";
