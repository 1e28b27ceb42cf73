import { Injectable } from "@nestjs/common";

/** Where the numbers of invoices come from; a test replaces it. */
@Injectable()
export class InvoiceNumbers {
  private last = 0;

  async next(): Promise<string> {
    this.last += 1;
    return `i-${this.last}`;
  }
}
