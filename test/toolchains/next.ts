import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Case } from "./case.js";
import { addService } from "./make-project.js";
import { run } from "./run.js";
import type { Workshop } from "./workshop.js";

/** A static route is called by the build, so that it shows what the bundled SDK does. */
const route = `import { roundTrip } from "../../round-trip";

export const dynamic = "force-static";

export async function GET(): Promise<Response> {
  return new Response(\`handled \${await roundTrip()}\`);
}
`;

const layout = `import type { ReactNode } from "react";

export default function Layout({ children }: { readonly children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>;
}
`;

/** As Next writes it, with the target that the SDK needs. */
const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["dom", "dom.iterable", "esnext"],
    skipLibCheck: true,
    strict: false,
    noEmit: true,
    module: "esnext",
    moduleResolution: "bundler",
    isolatedModules: true,
    jsx: "react-jsx",
  },
  include: ["**/*.ts", "**/*.tsx"],
};

/** A route handler of Next that uses the SDK. */
export function nextCases(workshop: Workshop): readonly Case[] {
  return [{ name: 'Next.js, "importExtension": "none"', run: () => buildNext(workshop) }];
}

function buildNext(workshop: Workshop): void {
  // inside of the installation: Next follows no links out of the project
  const folder = mkdtempSync(join(workshop.installed, "next-"));
  addService(workshop, folder, { importExtension: "none" });
  const files = {
    "package.json": '{ "private": true }',
    "tsconfig.json": JSON.stringify(tsconfig),
    "app/layout.tsx": layout,
    "app/orders/route.ts": route,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const next = join(workshop.installed, "node_modules", "next", "dist", "bin", "next");
  const output = run(folder, process.execPath, [next, "build"], { NEXT_TELEMETRY_DISABLED: "1" });
  const answer = readFileSync(join(folder, ".next", "server", "app", "orders.body"), "utf8");
  if (answer !== "handled o-1") throw new Error(`the route answered ${answer}\n${output}`);
}
