import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { walkPage } from "../support/walk-page.js";

const path = join(repository, "docs/how-to/share-schemas.md");

/** Puts amqplib where npm finds it installed, so that it asks no registry for it. */
function installAmqplib(folder: string): void {
  cpSync(join(repository, "node_modules/amqplib"), join(folder, "node_modules/amqplib"), { recursive: true });
}

test("each set-up of the page works, and prints what the page says", async () => {
  const folder = tempFolder();
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  const { page, failed } = await walkPage(readFileSync(path, "utf8"), folder, {
    "npm install": installAmqplib,
    "npm install --save-dev ../contracts/shop-contracts-1.0.0.tgz": installAmqplib,
  });
  await expect(page).toMatchFileSnapshot(path);
  expect(failed).toEqual(["rabbitgen review --schemas contracts/schemas --against main: 1"]);
});
