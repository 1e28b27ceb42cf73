import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** `all` in `npm run test:samples`. */
    readonly samples?: "all";
  }
}

/** Every one of `all`, or each `every`th where only a share is tested. */
export function shareOf<Each>(all: readonly Each[], every: number): readonly Each[] {
  return inject("samples") === "all" ? all : all.filter((_, index) => index % every === 0);
}
