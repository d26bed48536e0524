import { z } from "zod";

const label = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be of a-z, 0-9 and -, at most 63 of them");
const host = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, "must be a host name");

/** A registry of a cluster's own, beside Nexus: `nexus-iac local-registry` writes its manifests. */
export const localRegistry = z.strictObject({
  /** Default: `dso`. */
  namespace: label.optional(),
  /** Default: `registry:2`. */
  image: z.string().optional(),
  /** Host names: everybody pulls from the one, and who logs in pushes to the other. */
  pull: host,
  push: host,
  /** Who pushes. */
  user: z.string().regex(/^[^:\s]{1,64}$/, "must be a name without colons and blanks"),
  /** The claim that keeps the images: its size, `20Gi`, and the class of its storage. Without it they go with the pod. */
  claim: z
    .strictObject({
      size: z.string().regex(/^\d+[KMGT]i$/, "must be such as 20Gi"),
      storageClass: z.string().optional(),
    })
    .optional(),
  ingressClass: label.optional(),
  /** The secret with the certificate of both names, which another one makes; without it both speak plain HTTP. */
  tlsSecret: label.optional(),
  /** The address of the ingress, for nodes that no name server tells the names: `192.0.2.10`. */
  address: z.union([z.ipv4(), z.ipv6()]).optional(),
});
export type LocalRegistry = z.infer<typeof localRegistry>;
