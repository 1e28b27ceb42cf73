/** npm's package `node` installs one of these by a script of its own; without scripts it has to be named. */
const node = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;

/** What the cases install, all at once, the newest of a day: `name@range`, and other versions of a package under another name. */
export const packages: readonly string[] = [
  "amqplib@2.3",
  "amqplib-1.2@npm:amqplib@1.2",
  "@types/node@20",
  "types-node-24@npm:@types/node@24",
  "typescript@5.9",
  "typescript-5.0@npm:typescript@5.0",
  "typescript-7@npm:typescript@7",
  "@opentelemetry/api@1",
  "eslint@9",
  "@eslint/js@9",
  "typescript-eslint@8",
  "@biomejs/biome@2",
  "prettier@3",
  "tsx@4",
  "jest@30",
  "ts-jest@29",
  "@swc/jest@0.2",
  "@swc/core@1",
  "esbuild@0.28",
  "webpack@5",
  "ts-loader@9",
  "next@16",
  "react@19",
  "react-dom@19",
  "@types/react@19",
  ...["20", "22", "24"].map((version) => `node-${version}@npm:${node}@${version}`),
];
