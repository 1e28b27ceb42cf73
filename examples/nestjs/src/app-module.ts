import { type DynamicModule, Logger, Module } from "@nestjs/common";
import { invoiceIssuedV1, type Log } from "../generated/index.js";
import { Billing } from "./billing.js";
import { InvoiceNumbers } from "./invoice-numbers.js";
import { RabbitModule } from "./rabbit-module.js";

const logger = new Logger("RabbitMQ");
/** Nest's logger has `log` in place of `info`. */
const log: Log = {
  info: (line) => logger.log(line),
  warn: (line) => logger.warn(line),
  error: (line) => logger.error(line),
};

/** The service. */
@Module({})
export class AppModule {
  static forRoot(url: string): DynamicModule {
    return {
      module: AppModule,
      imports: [RabbitModule.forRoot({ url, service: "svc-billing", log }, [invoiceIssuedV1])],
      providers: [Billing, InvoiceNumbers],
    };
  }
}
