import { type Dispatcher, request } from "undici";
import { z } from "zod";
import { parseJson } from "../../../util/json.ts";
import { CommandError } from "../../shared/failures.ts";
import { certificatesIn, dispatcher, unreachable } from "../../shared/http.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const identity = z.object({ value: z.string().min(1) });
const login = z.object({ auth: z.object({ client_token: z.string().min(1) }) });
const variables = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());
/** The second version of Vault's key-value store wraps what the first gives. */
const secret = z.union([z.object({ data: z.object({ data: variables }) }), z.object({ data: variables })]);

/**
 * A secret of Vault's key-value store, its keys being names of environment variables. The job proves who it is by its
 * identity token; the token that Vault gives for it is given back at once.
 *
 * @param path - as the API has it: `secret/data/nexus/lab`
 * @throws CommandError
 */
export async function readVaultSecret(path: string, environment: Environment): Promise<Record<string, string>> {
  const vault = new Vault(environment);
  try {
    return await vault.read(path);
  } finally {
    await vault.close();
  }
}

class Vault {
  readonly #environment: Environment;
  readonly #address: string;
  readonly #dispatcher: Dispatcher;

  constructor(environment: Environment) {
    this.#environment = environment;
    const address = environment.VAULT_ADDR || environment.VAULT_SERVER_URL || "";
    if (!/^https?:/.test(URL.parse(address)?.protocol ?? ""))
      throw new CommandError("VAULT_ADDR is not set to the address of Vault, such as https://vault.example");
    this.#address = address.replace(/\/+$/, "");
    const { VAULT_CACERT } = environment;
    this.#dispatcher = dispatcher(VAULT_CACERT ? certificatesIn(VAULT_CACERT, "VAULT_CACERT") : undefined);
  }

  async read(path: string): Promise<Record<string, string>> {
    const { VAULT_AUTH_PATH, VAULT_AUTH_ROLE } = this.#environment;
    const credentials = { jwt: await this.#idToken(), ...(VAULT_AUTH_ROLE && { role: VAULT_AUTH_ROLE }) };
    const { auth } = await this.#ask("POST", `auth/${VAULT_AUTH_PATH || "jwt"}/login`, login, { body: credentials });
    const token = auth.client_token;
    try {
      const { data } = await this.#ask("GET", path, secret, { token });
      return variables.parse("data" in data && typeof data.data === "object" ? data.data : data);
    } finally {
      await this.#send("POST", `${this.#address}/v1/auth/token/revoke-self`, { "x-vault-token": token });
    }
  }

  close(): Promise<void> {
    return this.#dispatcher.close();
  }

  /** GitLab and Jenkins put it into the environment; GitHub gives it to who asks. */
  async #idToken(): Promise<string> {
    const { VAULT_ID_TOKEN, VAULT_AUDIENCE, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN } =
      this.#environment;
    if (VAULT_ID_TOKEN) return VAULT_ID_TOKEN;
    const url = URL.parse(ACTIONS_ID_TOKEN_REQUEST_URL ?? "");
    if (!url)
      throw new CommandError(
        "the job has no identity token: VAULT_ID_TOKEN holds it (GitLab: id_tokens), or GitHub gives it " +
          "(permissions: id-token: write)",
      );
    url.searchParams.set("audience", VAULT_AUDIENCE || "nexus-iac");
    const reply = await this.#send("GET", url.href, { authorization: `Bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN}` });
    const { success, data } = identity.safeParse(reply.body);
    if (success) return data.value;
    throw new CommandError(`GitHub gave no identity token: ${reply.status}`);
  }

  async #ask<T>(
    method: "GET" | "POST",
    path: string,
    shape: z.ZodType<T>,
    { token, body }: { token?: string; body?: unknown },
  ): Promise<T> {
    const { VAULT_NAMESPACE } = this.#environment;
    const reply = await this.#send(
      method,
      `${this.#address}/v1/${path.replace(/^\/+/, "")}`,
      {
        "x-vault-request": "true",
        ...(VAULT_NAMESPACE && { "x-vault-namespace": VAULT_NAMESPACE }),
        ...(token && { "x-vault-token": token }),
      },
      body,
    );
    const { success, data } = shape.safeParse(reply.body);
    if (reply.status === 200 && success) return data;
    // Neither Vault's words nor what it gave are repeated: they may hold what nobody is to see.
    throw new CommandError(`Vault refused ${path}: ${reply.status}: ${meaning(reply.status)}`);
  }

  async #send(method: "GET" | "POST", url: string, headers: Record<string, string>, body?: unknown) {
    try {
      const reply = await request(url, {
        method,
        dispatcher: this.#dispatcher,
        headers: { accept: "application/json", "user-agent": "nexus-iac", ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await reply.body.text();
      return { status: reply.statusCode, body: parseJson(text) };
    } catch (error) {
      throw new CommandError(`${new URL(url).origin} cannot be reached: ${unreachable(error)}`);
    }
  }
}

function meaning(status: number): string {
  if (status === 200) return "the secret's keys are to be names of variables such as NEXUS_PASSWORD, its values texts";
  if (status === 400) return "the identity token fits no role: see VAULT_AUTH_ROLE, VAULT_AUTH_PATH and the audience";
  if (status === 403) return "the role may not read it";
  if (status === 404) return "there is none; the second version of the store has /data/ in its paths";
  return "see Vault's log";
}
