import { z } from "zod";

const label = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "must be of a-z, 0-9 and -, at most 63 of them");
const host = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/, "must be a host name");

/** A registry of a cluster's own, beside Nexus: `nexus-iac local-registry` writes its manifests. */
export const localRegistrySchema = z
  .strictObject({
    push: host.meta({ description: "The host in images' names: who logs in pushes there" }),
    pull: host.meta({ description: "The host that everybody pulls from; nodes turn to it by themselves" }),
    user: z
      .string()
      .regex(/^(?!#)[^:\s\p{Cc}]{1,64}$/u, "must be a name without colons and blanks, and no comment of htpasswd")
      .meta({ description: "Who pushes" }),
    namespace: label.optional().meta({ description: "Default: `dso`" }),
    image: z.string().min(1).optional().meta({ description: "What runs. Default: `registry:2`" }),
    claim: z
      .strictObject({
        size: z.string().regex(/^\d+[KMGT]i$/, "must be such as 20Gi"),
        storageClass: label.optional(),
      })
      .optional()
      .meta({ description: "The volume that keeps the images; without it they go with the pod" }),
    ingressClass: label.optional(),
    tlsSecret: label.optional().meta({
      description: "The secret with the certificate of both hosts, made elsewhere; without it they speak plain HTTP",
    }),
    address: z
      .union([z.ipv4(), z.ipv6()])
      .optional()
      .meta({ description: "The ingress's address, for nodes whose name server knows neither host" }),
  })
  // Behind one host either everybody could push, or nobody.
  .refine(({ push, pull }) => push !== pull, { path: ["pull"], message: "must be another host than push" });
export type LocalRegistry = z.infer<typeof localRegistrySchema>;
