// the runtime looks at the arguments that are given in code
export { argumentsOfOthers, queueArguments } from "../../runtime/topology/queue-arguments.js";
