import { installDebian } from "./install-debian.js";
import { installedRabbitMQ } from "./installed-node.js";

/** `npm run rabbitmq:install`: the one command that installs a system package. */
const present = installedRabbitMQ();
if (present) {
  console.log(`RabbitMQ is already installed: ${present.server}`);
} else if (await installDebian(console.log)) {
  console.log("rabbitmq-server is installed; its service neither runs nor starts at boot");
} else {
  console.error(
    "rabbitmq-server can be installed only as root on Debian or Ubuntu.\n" +
      "Elsewhere use your package manager, start a Docker engine, or set AMQP_URL to a RabbitMQ that may be used.",
  );
  process.exitCode = 2;
}
