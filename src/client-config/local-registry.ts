import { z } from "zod";

const label = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be of a-z, 0-9 and -, at most 63 of them");
const host = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, "must be a host name");

/** A registry within a cluster, separate from Nexus. `nexus-iac local-registry` writes its Kubernetes manifests. */
export const localRegistrySchema = z
  .strictObject({
    push: host.meta({ description: "The host in image names. Pushes need a login" }),
    pull: host.meta({ description: "The host for pulls without credentials; nodes use it as a mirror" }),
    user: z
      .string()
      .regex(/^(?!#)[^:\s\p{Cc}]{1,64}$/u, "must be a name without colons and blanks, and no comment of htpasswd")
      .meta({ description: "The user for pushes" }),
    namespace: label.optional().meta({ description: "Default: `dso`" }),
    image: z.string().min(1).optional().meta({ description: "The image of the registry. Default: `registry:2`" }),
    claim: z
      .strictObject({
        size: z.string().regex(/^\d+[KMGT]i$/, "must be such as 20Gi"),
        storageClass: label.optional(),
      })
      .optional()
      .meta({ description: "The volume for images. Without it, images are lost with the pod" }),
    ingressClass: label.optional(),
    tlsSecret: label.optional().meta({
      description: "The name of an existing secret with the certificate of both hosts. Without it, both use plain HTTP",
    }),
    address: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .meta({ description: "The IP address of the ingress, for nodes that cannot resolve the hosts" }),
  })
  // With a single host, either all clients could push or none.
  .refine(({ push, pull }) => push !== pull, { path: ["pull"], message: "must be another host than push" });
export type LocalRegistry = z.infer<typeof localRegistrySchema>;
