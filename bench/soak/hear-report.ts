import type { Account } from "./account.js";
import { unpackHandling } from "./handling.js";
import type { Report } from "./reports.js";

/** Enters a report of a process into the account. */
export function hearReport(account: Account, report: Report): void {
  switch (report.kind) {
    case "handled":
      for (const item of report.items) account.handled(unpackHandling(item));
      break;
    case "dead-lettered":
      for (const id of report.items) account.gaveUp(id);
      break;
    case "confirmed":
      for (const id of report.items) account.confirmed(id);
      break;
    case "interrupted":
      for (const id of report.items) account.interrupted(id);
      break;
    case "rejected":
      account.rejected(report.id, report.certainty);
      break;
    case "ready":
    case "reconnected":
  }
}
