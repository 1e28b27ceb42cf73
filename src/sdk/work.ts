import type { DeclarationSchema } from "../types/declaration-schema.js";
import { type CompileResult, type CompileTask, compileTask } from "../validators/compile-task.js";
import { compileShared, type SharedCode, type SharedTask } from "../validators/shared-task.js";

/** What takes long in making an SDK, as plain data that can go to another thread. */
export type SdkWork = ValidatorWork | SharedWork | TypeWork;

/** One version's validators, and its examples. */
export interface ValidatorWork {
  readonly kind: "validators";
  readonly task: CompileTask;
}

/** The validators of one file of shared definitions. */
export interface SharedWork {
  readonly kind: "shared";
  readonly task: SharedTask;
}

/** The declarations of one module of types. */
export interface TypeWork {
  readonly kind: "types";
  readonly declarations: readonly DeclarationSchema[];
}

/** What came of it: of a {@link ValidatorWork}, of a {@link SharedWork} or of a {@link TypeWork}. */
export type WorkResult = CompileResult | readonly SharedCode[] | string;

/** Does a batch in order. What prints types is loaded when a batch has some. */
export async function doWork(batch: readonly SdkWork[]): Promise<WorkResult[]> {
  const results: WorkResult[] = [];
  for (const work of batch) {
    if (work.kind === "validators") results.push(compileTask(work.task));
    else if (work.kind === "shared") results.push(compileShared(work.task));
    else {
      const { printDeclarations } = await import("../types/print-declarations.js");
      results.push(await printDeclarations(work.declarations));
    }
  }
  return results;
}
