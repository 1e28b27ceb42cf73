/** Settings of Erlang's application `rabbit`, such as `dead_letter_worker_publisher_confirm_timeout`. */
export type RabbitSettings = Readonly<Record<string, number>>;

/** What makes a node private. */
export interface NodePlace {
  /** The folder for everything that it writes, as the node sees it. */
  readonly data: string;
  readonly port: number;
  readonly distPort: number;
  readonly epmdPort: number;
  /** Over the defaults of RabbitMQ. */
  readonly settings: RabbitSettings;
}

/** The Erlang name of the node on this port. */
export function nodeName(port: number): string {
  return `rabbitgen-${port}@localhost`;
}

/** The whole environment of a private node and of its `rabbitmqctl`: nothing of the system's RabbitMQ shows through. */
export function nodeEnv({ data, port, distPort, epmdPort, settings }: NodePlace): NodeJS.ProcessEnv {
  const given = Object.entries(settings).map(([name, value]) => ` -rabbit ${name} ${value}`);
  return {
    PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/usr/bin:/sbin:/bin`,
    LANG: "C.UTF-8",
    HOME: data,
    // Only the keeper starts an epmd, so none can be left behind.
    ERL_AFLAGS: "-start_epmd false",
    ERL_EPMD_ADDRESS: "127.0.0.1",
    ERL_EPMD_PORT: `${epmdPort}`,
    // Makes the start script turn into the node instead of waiting beside it.
    RUNNING_UNDER_SYSTEMD: "true",
    RABBITMQ_NODENAME: nodeName(port),
    RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${distPort}`,
    RABBITMQ_MNESIA_BASE: `${data}/data`,
    RABBITMQ_LOG_BASE: `${data}/log`,
    RABBITMQ_ENABLED_PLUGINS_FILE: `${data}/plugins`,
    RABBITMQ_PID_FILE: `${data}/pid`,
    RABBITMQ_CONFIG_FILE: `${data}/none`,
    RABBITMQ_CONF_ENV_FILE: `${data}/none`,
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-kernel inet_dist_use_interface {127,0,0,1}${given.join("")}`,
  };
}
