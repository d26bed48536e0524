import type { NamingRule } from "../../../src/client-config/client-config.ts";
import type { ClientSettings } from "../../../src/client-config/client-settings.ts";
import type { Consumers } from "../../../src/client-config/consumers.ts";
import { ConsumerContext } from "../../../src/clients/consumers/consumer-context.ts";
import { type ConsumerKind, consumerFileGenerators } from "../../../src/clients/consumers/consumer-file-generators.ts";
import { createClientConfig } from "../../../src/estate/declared-client-config.ts";
import { toSecurityModel } from "../../../src/estate/declared-security.ts";
import { declare, docker, estateOf, group, role, viewing } from "../../estate/support.ts";

/** A Nexus with repositories for consumers: `ci` writes, `runtime` reads, anonymous users read the Maven repositories. */
export const estate = estateOf([
  docker("apps", { docker: { httpPort: 5002 } }),
  docker("mirror", { docker: { httpPort: 5000 } }),
  docker("by-path", { docker: { pathEnabled: true } }),
  declare("docker-group", "all", { docker: { httpPort: 5001 }, group: { memberNames: ["apps", "mirror"] } }),
  declare("maven-hosted", "maven-releases"),
  group("maven-group", "maven-public", "maven-releases"),
  declare("npm-hosted", "npm-hosted"),
  declare("pypi-hosted", "pypi-hosted"),
  role("ci", [
    ...["docker-apps", "docker-by-path", "maven2-maven-releases", "npm-npm-hosted", "pypi-pypi-hosted"].flatMap((one) =>
      ["browse", "read", "add", "edit"].map((action) => `nx-repository-view-${one}-${action}`),
    ),
    ...viewing("docker", "all", "read"),
  ]),
  role("runtime", [...viewing("docker", "apps", "read"), ...viewing("docker", "mirror", "read")]),
  role("open", viewing("maven2", "maven-public", "browse", "read")),
  declare("user", "ci", { roles: ["ci"] }),
  declare("user", "ci-b", { roles: ["ci"] }),
  declare("user", "runtime", { roles: ["runtime"] }),
  declare("user", "guest", { roles: ["open"] }),
  declare("anonymous-access", "anonymous", { enabled: true, userId: "guest" }),
]);

export const naming: NamingRule[] = [
  { repositories: ["apps"], images: ["orchestrator/<project>"], tags: ["<version>"] },
];

interface Given {
  consumers: Consumers;
  password?: string;
  clients?: ClientSettings;
  image?: string;
}

/** Generates the files of a consumer of that Nexus, by path. */
export function generateFiles(
  kind: ConsumerKind,
  { consumers, password = "s3cret-s3cret", clients = {}, image }: Given,
) {
  const clientConfig = createClientConfig("lab", "https://nexus.example", estate, {
    clients,
    clientConfig: { consumers, naming },
    chains: [],
  });
  const passwords = { ci: password, "ci-b": `b-${password}`, runtime: password };
  const files = consumerFileGenerators[kind](
    new ConsumerContext(clientConfig, toSecurityModel(estate), passwords, image),
  );
  return Object.fromEntries(files.map(({ path, text, secret }) => [path, { text, isSecret: secret === true }]));
}
