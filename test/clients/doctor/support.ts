import type { ClientConfigArgs } from "../../../src/client-config/client-config-args.ts";
import { requireImageReference } from "../../../src/client-config/image-reference.ts";
import type { Attempt } from "../../../src/clients/doctor/attempt.ts";
import type { AttemptFacts } from "../../../src/clients/doctor/attempt-facts.ts";
import { resolveLocation } from "../../../src/clients/doctor/content-location.ts";
import { type Diagnosis, diagnose } from "../../../src/clients/doctor/diagnose.ts";
import { createClientConfig } from "../../../src/estate/declared-client-config.ts";
import { toSecurityModel } from "../../../src/estate/declared-security.ts";
import type { Declaration, Estate } from "../../../src/estate/estate.ts";
import { selected, selector, user } from "../../access/support.ts";
import { declare, docker, estateOf, group, raw, role, viewing } from "../../estate/support.ts";

/** The objects of `https://nexus.example`: the registries apps, all and charts (OCI) have connectors; files is raw. */
export const baseDeclarations: readonly Declaration[] = [
  docker("apps", { docker: { httpsPort: 5002 }, cleanup: { policyNames: ["old"] } }),
  declare("docker-proxy", "hub", {
    proxy: { remoteUrl: "https://hub.example" },
    httpClient: { blocked: false },
    routingRuleName: "tools",
  }),
  withPort(group("docker-group", "all", "apps", "hub")),
  declare("oci-proxy", "charts", {
    oci: { httpsPort: 5009, forceBasicAuth: false },
    proxy: { remoteUrl: "https://charts.example" },
  }),
  raw("files"),
  declare("npm-hosted", "packages"),
  declare("cleanup-policy", "old", { format: "docker", criteriaLastDownloaded: 30 }),
  declare("routing-rule", "tools", { mode: "BLOCK", matchers: [".*/tools/.*"] }),
  declare("realms", "realms", { active: ["NexusAuthenticatingRealm", "DockerToken", "NpmToken"] }),
  declare("anonymous-access", "anonymous", { enabled: false }),
  role("pushers", viewing("docker", "apps", "browse", "read", "add", "edit")),
  role("team", [], ["pushers"]),
  role("readers", viewing("docker", "all", "browse", "read")),
  selector("demo", 'path =^ "/v2/demo/"'),
  selected("in-demo", "demo", "apps", "READ"),
  role("demo", ["in-demo"]),
  user("bot", "team"),
  user("reader", "readers"),
  user("demo", "demo"),
];

function withPort(declaration: Declaration): Declaration {
  return { ...declaration, fields: { ...declaration.fields, docker: { httpsPort: 5001 } } };
}

const parts: ClientConfigArgs = {
  naming: [
    {
      repositories: ["apps"],
      images: ["<namespace>/<image>"],
      namespaces: ["demo", "other"],
      tags: ["<number>", "latest"],
    },
  ],
};

export interface Known extends Partial<Omit<AttemptFacts, "attempt" | "estate">> {
  /** The objects in Nexus. By default, the declared ones. */
  live?: readonly Declaration[];
  reportedError?: Attempt["reportedError"];
}

const where = {
  apps: "nexus.example:5002",
  all: "nexus.example:5001",
  charts: "nexus.example:5009",
  nexus: "https://nexus.example/repository",
};

/**
 * Diagnoses an attempt such as `push apps/demo/app:1 bot` or `get nexus/files/a` on a Nexus without problems other than
 * the given facts. The tag `?` stands for an image that a pasted error names without its tag.
 */
export function diagnosed(tried: string, { live = baseDeclarations, reportedError, ...known }: Known = {}): Diagnosis {
  const [deed = "", target = "", user] = tried.split(" ");
  const text = target.replace(/^(apps|all|charts|nexus)(?=\/)/, (name) => where[name as keyof typeof where]);
  const attempt = {
    operation: deed as Attempt["operation"],
    target: targetOf(text),
    ...(user !== undefined && { user }),
    ...(reportedError && { reportedError }),
  };
  const declared = estateOf(baseDeclarations);
  const estate: Estate = estateOf(live);
  const clientConfig = createClientConfig("lab", "https://nexus.example", declared, {
    clients: {},
    clientConfig: parts,
    chains: [],
  });
  const place = resolveLocation(clientConfig, attempt.target);
  return diagnose({
    attempt,
    stack: "lab",
    clientConfig,
    declared,
    declaredSecurity: toSecurityModel(declared),
    estate,
    security: toSecurityModel(estate),
    isLive: true,
    ...(place && { location: place }),
    ...known,
  });
}

function targetOf(text: string): Attempt["target"] {
  if (text.includes("://")) return { url: text };
  if (text.endsWith(":?")) return { image: requireImageReference(text.slice(0, -2)), untagged: true };
  return { image: requireImageReference(text) };
}

/** Returns the declarations with other fields of one resource. */
export function changed(name: string, more: Declaration["fields"]): Declaration[] {
  return baseDeclarations.map((one) => (one.resource === name ? { ...one, fields: { ...one.fields, ...more } } : one));
}

/** Formats the first cause with its evidence and advice, and a `?` after its name if it is not certain. */
export function formatFirstCause({ causes: [first] }: Diagnosis): string {
  if (!first) return "nothing";
  return [`${first.cause}${first.certain ? "" : "?"}: ${first.summary}`, ...first.evidence, ...first.advice].join("\n");
}
