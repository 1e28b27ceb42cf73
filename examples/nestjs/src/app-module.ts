import { type DynamicModule, Module } from "@nestjs/common";
import { invoiceIssuedV1 } from "../generated/index.js";
import { Billing } from "./billing.js";
import { InvoiceNumbers } from "./invoice-numbers.js";
import { RabbitModule } from "./rabbit-module.js";

/** The service. */
@Module({})
export class AppModule {
  static forRoot(url: string): DynamicModule {
    return {
      module: AppModule,
      imports: [RabbitModule.forRoot({ url, service: "svc-billing" }, [invoiceIssuedV1])],
      providers: [Billing, InvoiceNumbers],
    };
  }
}
