import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { onTestFinished } from "vitest";

/** The identity token of the job. */
export const jwt = "eyJ.identity.token";
/** The token that Vault gives the job. */
export const clientToken = "hvs.very-secret";

export interface FakeVault {
  url: string;
  /** The requests so far, such as `POST /v1/auth/jwt/login`. */
  requests: string[];
  secrets: Record<string, unknown>;
}

/** Starts a fake Vault: login by JWT, a key-value store, and the endpoint of GitHub for identity tokens. */
export async function startFakeVault(): Promise<FakeVault> {
  const vault: FakeVault = { url: "", requests: [], secrets: {} };
  const app = new Hono();
  app.use(async (context, next) => {
    vault.requests.push(`${context.req.method} ${context.req.path}`);
    return next();
  });
  app.post("/v1/auth/:path/login", async (context) => {
    const body = await context.req.json();
    if (context.req.param("path") !== "jwt" || body.jwt !== jwt || ![undefined, "nexus"].includes(body.role))
      return context.json({ errors: [`role could not be found for ${body.jwt}`] }, 400);
    return context.json({ auth: { client_token: clientToken, lease_duration: 300 } });
  });
  app.post("/v1/auth/token/revoke-self", (context) => context.body(null, 204));
  app.get("/v1/*", (context) => {
    if (context.req.header("x-vault-token") !== clientToken)
      return context.json({ errors: ["permission denied"] }, 403);
    const data = vault.secrets[context.req.path.slice("/v1/".length)];
    return data === undefined ? context.json({ errors: [] }, 404) : context.json({ data, lease_duration: 0 });
  });
  app.get("/oidc", (context) =>
    context.req.header("authorization") === "Bearer runner" && context.req.query("audience") === "nexus-iac"
      ? context.json({ value: jwt })
      : context.json({}, 401),
  );
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return Object.assign(vault, { url: `http://127.0.0.1:${address.port}` });
}
