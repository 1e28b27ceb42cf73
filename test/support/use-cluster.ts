import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { installedRabbitMQ } from "../../rabbitmq/installed-node.js";
import { type PrivateCluster, startPrivateCluster } from "../../rabbitmq/private-cluster.js";
import type { Installation } from "../../rabbitmq/private-node.js";
import { rabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";

/** The RabbitMQ of this vitest project, where it can run as a cluster: not one of `AMQP_URL` or in a container. */
async function findInstallation(): Promise<Installation | undefined> {
  if (inject("broker") === "embedded") return undefined;
  if (inject("broker") === "rabbitmq4") return rabbitMQ4();
  return process.env["AMQP_URL"] ? undefined : installedRabbitMQ();
}

/**
 * When a queue's leader goes, what another queue was just dead-lettering to it is sent again after this many
 * milliseconds; three minutes by default.
 */
const settings = { dead_letter_worker_publisher_confirm_timeout: 5_000 };

/** One cluster of three nodes per test file; its tests are skipped where none can be. */
export function useCluster(): { readonly cluster: PrivateCluster } {
  let cluster: PrivateCluster | undefined;
  beforeAll(async () => {
    const installation = await findInstallation();
    if (installation) cluster = await startPrivateCluster(installation, { settings });
  });
  beforeEach(({ skip }) => skip(cluster === undefined, "needs node: a cluster of an installed RabbitMQ"));
  afterAll(() => cluster?.dispose());
  return {
    get cluster() {
      if (cluster === undefined) throw new Error("only inside a test");
      return cluster;
    },
  };
}
