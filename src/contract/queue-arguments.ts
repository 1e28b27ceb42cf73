// the runtime looks at the arguments that are given in code
export { queueArguments } from "../../runtime/topology/queue-arguments.js";
