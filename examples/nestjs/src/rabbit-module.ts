import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from "@nestjs/common";
import { type ConnectOptions, connect, type EventVersion, type RabbitClient } from "../generated/index.js";

// The SDK's `Rabbit` and its publishers are types, which do not exist at run time: Nest finds them by these tokens.
const RABBIT = Symbol("rabbit");
const publisherToken = ({ event, version }: EventVersion): string => `publisher of ${event} ${version}`;

/** Injects the connection, of type `RabbitClient`. */
export const InjectRabbit = () => Inject(RABBIT);

/** Injects the publisher of one version, of type `PublisherOf<typeof orderPaidV1>`. */
export const InjectPublisher = (version: EventVersion) => Inject(publisherToken(version));

/** Connects before the application starts, and closes the connection after everything that uses it. */
@Module({})
export class RabbitModule implements OnApplicationShutdown {
  constructor(@InjectRabbit() private readonly rabbit: RabbitClient) {}

  static forRoot(options: ConnectOptions, publishes: readonly EventVersion[]): DynamicModule {
    const publishers = publishes.map((version) => ({
      provide: publisherToken(version),
      useFactory: (rabbit: RabbitClient) => rabbit.publisher(version),
      inject: [RABBIT],
    }));
    const providers = [{ provide: RABBIT, useFactory: () => connect(options) }, ...publishers];
    return { module: RabbitModule, global: true, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rabbit.close();
  }
}
