import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from "@nestjs/common";
import {
  type EventConsumer,
  invoiceIssuedV1,
  type OrderPaidV1,
  orderPaid,
  type PublisherOf,
  type RabbitClient,
} from "../generated/index.js";
import { InvoiceNumbers } from "./invoice-numbers.js";
import { InjectPublisher, InjectRabbit } from "./rabbit-module.js";

/** Writes an invoice for each order that is paid. */
@Injectable()
export class Billing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumer: EventConsumer | undefined;

  constructor(
    @InjectRabbit() private readonly rabbit: RabbitClient,
    @InjectPublisher(invoiceIssuedV1) private readonly invoices: PublisherOf<typeof invoiceIssuedV1>,
    private readonly numbers: InvoiceNumbers,
  ) {}

  /** All providers are ready: messages may come. */
  async onApplicationBootstrap(): Promise<void> {
    this.consumer = await this.rabbit.consumer(orderPaid, {
      queue: "billing.order_paid",
      handlers: { v1: (order) => this.bill(order) },
    });
  }

  /** Ends when the handlers have: what they use is closed in `onApplicationShutdown`, which comes later. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.consumer?.close();
  }

  async bill({ orderId, cents }: OrderPaidV1): Promise<void> {
    await this.invoices.publish({ invoice: await this.numbers.next(), orderId, cents });
  }
}
