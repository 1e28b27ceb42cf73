import type { Case } from "./case.js";
import { compile, expectRoundTrip, makeProject } from "./make-project.js";
import type { Workshop } from "./workshop.js";

/** The oldest amqplib that the SDK takes; every other case has the newest. */
export function amqplibCases(workshop: Workshop): readonly Case[] {
  return [
    {
      name: "amqplib 1.2",
      run: () => {
        const folder = makeProject(workshop, {
          packages: { amqplib: "amqplib-1.2", typescript: "typescript-7" },
        });
        compile(folder, { module: "nodenext", strict: true });
        expectRoundTrip(folder, ["build/main.js"]);
      },
    },
  ];
}
