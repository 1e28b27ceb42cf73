import type { Browser } from "playwright-core";
import { askedToInstall } from "../../rabbitmq/asked-to-install.js";
import { findProgram } from "../../rabbitmq/find-program.js";
import { installDebian } from "../../rabbitmq/install-debian.js";
import { largePackage } from "./large-package.js";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The system's Chromium; where there is none and `RABBITGEN_INSTALL=1` asks for it, it is installed from Debian's
 * packages. `undefined` where it cannot be had.
 */
export async function findBrowser(): Promise<string | undefined> {
  const found = findProgram(...names);
  if (found !== undefined || !askedToInstall()) return found;
  return (await installDebian(console.log, undefined, "chromium")) ? findProgram(...names) : undefined;
}

/** Starts it without a window, and without looking for anything on the network. */
export async function startBrowser(executablePath: string): Promise<Browser> {
  const args = [
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
  ];
  const { chromium } = largePackage("playwright-core") as typeof import("playwright-core");
  return chromium.launch({ executablePath, chromiumSandbox: false, args: args.map((name) => `--${name}`) });
}
