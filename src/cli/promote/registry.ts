import { RegistryClient } from "../../client/registry.ts";
import type { Address } from "../../promotion/images.ts";
import type { Entry } from "./skopeo.ts";

/** A client of the registry at an address. */
export function registryAt({ host, insecure: isPlain }: Address, { credentials, ca, insecure }: Entry): RegistryClient {
  return new RegistryClient({
    url: `${isPlain ? "http" : "https"}://${host}`,
    ...credentials,
    ...(ca !== undefined && { ca }),
    ...(insecure && { insecure: true }),
  });
}
