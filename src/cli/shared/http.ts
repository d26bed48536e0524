import { readFileSync } from "node:fs";
import { getCACertificates } from "node:tls";
import { type Dispatcher, EnvHttpProxyAgent, interceptors } from "undici";
import { CommandError } from "./failures.ts";

const patience = 30_000;

/**
 * HTTP to a platform that a command talks to besides Nexus: through the proxy that the environment names, if any. What
 * may be said again is tried again; redirects are not followed, as the credentials are for nobody else.
 *
 * @param ca - certificates (PEM) trusted beside the system's own
 */
export function dispatcher(ca?: string): Dispatcher {
  const tls = { ...(ca && { ca: [...getCACertificates("default"), ca] }) };
  const agent = new EnvHttpProxyAgent({
    connect: tls,
    requestTls: tls,
    headersTimeout: patience,
    bodyTimeout: patience,
  });
  return agent.compose(interceptors.retry({ maxRetries: 3, minTimeout: 300, throwOnError: false }));
}

/**
 * Certificates (PEM) of a file.
 *
 * @param called - what named the file: `--ca-file`
 */
export function certificatesIn(file: string, called: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new CommandError(`${called} names a file that cannot be read: ${file}`);
  }
}

/** Why no answer came. */
export function unreachable(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(unreachable).join(", ");
  return error instanceof Error ? error.message : String(error);
}
