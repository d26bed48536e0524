import { type ClusterInventory, collectInventory } from "../../../src/clients/images/cluster-inventory.ts";
import { parseImageDocuments } from "../../../src/clients/images/image-documents.ts";
import type { ImagePolicy } from "../../../src/clients/images/policy-evaluation.ts";
import type { Fields } from "../../../src/util/json.ts";
import { clientConfigWith, served } from "../../client-config/support.ts";

/** The rules of https://nexus.example with a registry for applications, one for the platform, and a group. */
export const rules: ImagePolicy = {
  clientConfig: clientConfigWith(
    [
      served("apps", { registry: "apps.example" }),
      served("mirror", { registry: "mirror.example" }),
      served("all", { registry: "all.example", type: "group", members: ["apps"] }),
    ],
    {
      naming: [
        { repositories: ["apps"], images: ["<namespace>/<image>"], namespaces: ["demo"], tags: ["build-<number>"] },
      ],
    },
  ),
  runtime: {
    allow: ["repository:apps", "repository:mirror", "vendor.example/signed"],
    mirrors: ["mirror"],
    platformNamespaces: ["openshift-*"],
  },
  exceptions: [],
  day: "2027-01-31",
};

export const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

/** Collects the inventory of a file with the text. */
export function inventoryOf(text: string, file = "cluster.yaml"): ClusterInventory {
  return collectInventory(parseImageDocuments(file, text));
}

export function pod(name: string, namespace: string, spec: Fields, status: Fields = {}): Fields {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace }, spec, status };
}

/** Formats a list as `kubectl get pods -A -o json` does. */
export function list(...items: Fields[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items }, null, 4);
}
