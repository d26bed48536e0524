import { z } from "zod";
import { Authorization } from "../../../client/credentials.ts";
import { readCertificates } from "../../../provider/settings.ts";
import { parseJson } from "../../../util/json.ts";
import { CommandError } from "../../shared/command-error.ts";
import { describeUnreachable, ServiceClient, type ServiceRequest } from "../../shared/service-client.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const identity = z.object({ value: z.string().min(1) });
const login = z.object({ auth: z.object({ client_token: z.string().min(1) }) });
/** Variables with which a program, Node.js, npm, git, a shell or another interpreter loads other code. Proxies are allowed. */
const loadsCode = new RegExp(
  "^(LD|DYLD|NODE|NPM_CONFIG|BASH|PYTHON|PERL5?|RUBY|GIT)_|^(PYTHON|PERL5|RUBY)(PATH|HOME|LIB|OPT|STARTUP)$|" +
    "^(PATH|HOME|ENV|IFS|PS4|SHELL|SHELLOPTS|BASHOPTS|CDPATH|EDITOR|VISUAL|PAGER|GCONV_PATH|PULUMI_HOME|" +
    "CLASSPATH|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS)$",
);

const variables = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());
/** Version 2 of Vault's key-value store wraps the data of version 1 in another `data`. */
const secret = z.union([z.object({ data: z.object({ data: variables }) }), z.object({ data: variables })]);

/**
 * Reads a secret of Vault's key-value store whose keys are names of environment variables. The login uses the identity
 * token of the CI job (method `jwt`); the Vault token is revoked after the read.
 *
 * @param path - the path in Vault's API: `secret/data/nexus/lab`
 * @throws CommandError if Vault is unreachable or refuses the login or the path
 */
export async function readVaultSecret(path: string, environment: Environment): Promise<Record<string, string>> {
  return new Vault(environment).read(path);
}

class Vault {
  readonly #environment: Environment;
  readonly #address: string;
  readonly #ca: string | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
    const address = environment.VAULT_ADDR || environment.VAULT_SERVER_URL || "";
    if (!/^https?:/.test(URL.parse(address)?.protocol ?? ""))
      throw new CommandError("VAULT_ADDR is not set. Set it to the address of Vault, such as https://vault.example");
    this.#address = address.replace(/\/+$/, "");
    const { VAULT_CACERT } = environment;
    this.#ca = VAULT_CACERT ? readCertificates(VAULT_CACERT, "VAULT_CACERT") : undefined;
  }

  async read(path: string): Promise<Record<string, string>> {
    const { VAULT_AUTH_PATH, VAULT_AUTH_ROLE } = this.#environment;
    const credentials = { jwt: await this.#idToken(), ...(VAULT_AUTH_ROLE && { role: VAULT_AUTH_ROLE }) };
    const { auth } = await this.#ask("POST", `auth/${VAULT_AUTH_PATH || "jwt"}/login`, login, { body: credentials });
    const token = new Authorization("the Vault token", auth.client_token, [this.#address], "x-vault-token");
    try {
      const { data } = await this.#ask("GET", path, secret, { token });
      const values = variables.parse("data" in data && typeof data.data === "object" ? data.data : data);
      const refused = Object.keys(values).filter((name) => loadsCode.test(name));
      if (refused.length === 0) return values;
      throw new CommandError(
        `Vault's secret ${path} has the keys ${refused.join(", ")}. With these variables a program loads other code, so they ` +
          "are refused. Remove them from the secret",
      );
    } finally {
      await this.#send({ method: "POST", path: "/v1/auth/token/revoke-self", authorization: token });
    }
  }

  /** GitLab and Jenkins provide the token as an environment variable; GitHub issues it on request. */
  async #idToken(): Promise<string> {
    const { VAULT_ID_TOKEN, VAULT_AUDIENCE, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN } =
      this.#environment;
    if (VAULT_ID_TOKEN) return VAULT_ID_TOKEN;
    const url = URL.parse(ACTIONS_ID_TOKEN_REQUEST_URL ?? "");
    if (!url)
      throw new CommandError(
        "The job has no identity token. Set VAULT_ID_TOKEN (GitLab: id_tokens), or let GitHub issue it " +
          "(permissions: id-token: write)",
      );
    url.searchParams.set("audience", VAULT_AUDIENCE || "nexus-iac");
    const authorization = new Authorization(
      "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
      `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}`,
      [url.origin],
    );
    const reply = await this.#send({ method: "GET", path: url.pathname + url.search, authorization }, url.origin);
    const { success, data } = identity.safeParse(reply.body);
    if (success) return data.value;
    throw new CommandError(`GitHub issued no identity token: ${reply.status}`);
  }

  async #ask<T>(
    method: "GET" | "POST",
    path: string,
    shape: z.ZodType<T>,
    { token, body }: { token?: Authorization; body?: unknown },
  ): Promise<T> {
    const { VAULT_NAMESPACE } = this.#environment;
    const reply = await this.#send({
      method,
      path: `/v1/${path.replace(/^\/+/, "")}`,
      headers: { "x-vault-request": "true", ...(VAULT_NAMESPACE && { "x-vault-namespace": VAULT_NAMESPACE }) },
      authorization: token,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { success, data } = shape.safeParse(reply.body);
    if (reply.status === 200 && success) return data;
    // The response of Vault is not printed: it may contain secrets.
    throw new CommandError(`Vault refused ${path}: ${reply.status}. ${adviceFor(reply.status)}`);
  }

  /** @param service - the address of the service. Default: that of Vault */
  async #send(request: ServiceRequest, service = this.#address) {
    const client = new ServiceClient(service, this.#ca);
    try {
      const headers = { accept: "application/json", ...request.headers };
      const { status, text } = await client.send({ ...request, headers });
      return { status, body: parseJson(text) };
    } catch (error) {
      throw new CommandError(`Cannot reach ${new URL(service).origin}: ${describeUnreachable(error)}`);
    } finally {
      await client.close();
    }
  }
}

function adviceFor(status: number): string {
  if (status === 200)
    return "The keys of the secret must be names of variables such as NEXUS_PASSWORD, the values texts";
  if (status === 400)
    return "The identity token matches no role. Check VAULT_AUTH_ROLE, VAULT_AUTH_PATH and the audience";
  if (status === 403) return "The role cannot read it";
  if (status === 404) return "Not found. Paths of version 2 of the store contain /data/";
  return "See the log of Vault";
}
