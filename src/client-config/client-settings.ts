import { z } from "zod";

const httpUrl = z.string().regex(/^https?:\/\/[^\s@?#]+$/, "must be an http or https URL without credentials");

/** The address before the path of an image: a host, a port if it is not the default, and a path added by a reverse proxy. */
const registryAddress = z
  .string()
  .regex(
    /^(https?:\/\/)?[a-zA-Z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/,
    'must be such as "registry.example", "nexus.example:8443" or "http://localhost:5000"',
  );

/** The stack's setting `nexus:clients`: addresses for clients, where they differ from Nexus's own settings. */
export const clientSettingsSchema = z.strictObject({
  /** The URL for all clients except Docker. Default: `nexus:url`. */
  url: httpUrl.optional(),
  /** The health check of a reverse proxy in front of Nexus: `http://nexus.example/health`. */
  health: httpUrl.optional(),
  /** Addresses of Docker repositories by name. Default: the host of `url` with the port of the connector. */
  registries: z.record(z.string(), registryAddress).optional(),
  /** Addresses of Docker repositories within clusters, by name: `nexus.nexus.svc:5002`. */
  internal: z.record(z.string(), z.array(registryAddress).min(1)).optional(),
  /** The current user of each identity in `clientConfig.consumers`. Default: the first. `nexus-iac rotate` sets it. */
  inUse: z.record(z.string(), z.string()).optional(),
});
export type ClientSettings = z.infer<typeof clientSettingsSchema>;
