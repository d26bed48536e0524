import { z } from "zod";

const httpUrl = z.string().regex(/^https?:\/\/[^\s@?#]+$/, "must be an http or https URL without credentials");

/** As clients write it before an image's path: a host, its port where it is not the scheme's, what a proxy puts behind it. */
const registryAddress = z
  .string()
  .regex(
    /^(https?:\/\/)?[a-zA-Z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/,
    'must be such as "registry.example", "nexus.example:8443" or "http://localhost:5000"',
  );

/** How clients reach this Nexus, where it is not as Nexus itself has it: the stack's `nexus:clients`. */
export const clientSettingsSchema = z.strictObject({
  /** The address of all but Docker. Default: `nexus:url`. */
  url: httpUrl.optional(),
  /** Where a reverse proxy tells how it is: `http://nexus.example/health`. */
  health: httpUrl.optional(),
  /** Addresses of Docker repositories, by their names. Default: the host of `url` with the connector's port. */
  registries: z.record(z.string(), registryAddress).optional(),
  /** What Docker repositories are called within clusters, by their names: `nexus.nexus.svc:5002`. */
  internal: z.record(z.string(), z.array(registryAddress).min(1)).optional(),
  /** The user of each identity of the client configuration that its consumers come as. Default: the first. `nexus-iac rotate` sets it. */
  inUse: z.record(z.string(), z.string()).optional(),
});
export type ClientSettings = z.infer<typeof clientSettingsSchema>;
