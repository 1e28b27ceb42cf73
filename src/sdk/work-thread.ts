import { answerBatches } from "../threads/answer-batches.js";
import { doWork } from "./work.js";

answerBatches(doWork);
