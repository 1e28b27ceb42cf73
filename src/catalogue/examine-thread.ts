import { answerBatches } from "../threads/answer-batches.js";
import { type ExaminedEvent, examineEvent } from "./examine-event.js";

answerBatches(async (batch: readonly ExaminedEvent[]) => batch.map(examineEvent));
