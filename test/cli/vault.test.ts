import { expect, it } from "vitest";
import { readVaultSecret } from "../../src/cli/commands/vault/vault-client.ts";
import { jwt, startFakeVault } from "../support/fake-vault.ts";
import { spawnNexusIac } from "../support/nexus-iac-command.ts";

const password = "pässword of Nexus";
const variables = { NEXUS_USERNAME: "ci", NEXUS_PASSWORD: password };

it.each([
  ["1", "kv/nexus", variables],
  ["2", "secret/data/nexus", { data: variables, metadata: { version: 3 } }],
])("reads a secret of version %s of the store and revokes the token", async (_, path, data) => {
  const vault = await startFakeVault();
  vault.secrets[path] = data;
  const environment = { VAULT_ADDR: `${vault.url}/`, VAULT_ID_TOKEN: jwt, VAULT_AUTH_ROLE: "nexus" };
  expect(await readVaultSecret(path, environment)).toEqual(variables);
  expect(vault.requests).toEqual(["POST /v1/auth/jwt/login", `GET /v1/${path}`, "POST /v1/auth/token/revoke-self"]);
});

it("requests the identity token from GitHub", async () => {
  const vault = await startFakeVault();
  vault.secrets["kv/nexus"] = variables;
  const environment = {
    VAULT_ADDR: vault.url,
    ACTIONS_ID_TOKEN_REQUEST_URL: `${vault.url}/oidc?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "runner",
  };
  expect(await readVaultSecret("kv/nexus", environment)).toEqual(variables);
});

it.each([
  ["no address", { VAULT_ADDR: "" }, "VAULT_ADDR is not set"],
  ["no identity", { VAULT_ID_TOKEN: "" }, "The job has no identity token"],
  [
    "another identity",
    { VAULT_ID_TOKEN: "eyJ.another" },
    "Vault refused auth/jwt/login: 400. The identity token matches no role",
  ],
  ["another method", { VAULT_AUTH_PATH: "gitlab" }, "Vault refused auth/gitlab/login: 400"],
  ["no secret", {}, "Vault refused kv/nexus: 404. Not found"],
  ["no server", { VAULT_ADDR: "http://127.0.0.1:1" }, "Cannot reach http://127.0.0.1:1"],
])("reports %s", async (_, more, words) => {
  const { url } = await startFakeVault();
  const error = await readVaultSecret("kv/nexus", { VAULT_ADDR: url, VAULT_ID_TOKEN: jwt, ...more }).then(
    String,
    String,
  );
  expect(error).toContain(words);
  expect(error).not.toMatch(/eyJ|hvs/);
});

it.each([{ password: "x" }, { NEXUS_PASSWORD: 3 }, "text"])("accepts only variables in a secret: %j", async (data) => {
  const vault = await startFakeVault();
  vault.secrets["kv/nexus"] = data;
  await expect(readVaultSecret("kv/nexus", { VAULT_ADDR: vault.url, VAULT_ID_TOKEN: jwt })).rejects.toThrow(
    "The keys of the secret must be names of variables such as NEXUS_PASSWORD",
  );
  expect(vault.requests.at(-1)).toBe("POST /v1/auth/token/revoke-self");
});

it.each([
  ...["LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES", "NODE_OPTIONS", "NODE_PATH", "NPM_CONFIG_SCRIPT_SHELL"],
  ...["PATH", "HOME", "BASH_ENV", "ENV", "IFS", "SHELLOPTS", "GIT_SSH_COMMAND", "GIT_EXEC_PATH"],
  ...["PYTHONPATH", "PYTHONSTARTUP", "PERL5OPT", "PERL5LIB", "RUBYOPT", "RUBYLIB", "JAVA_TOOL_OPTIONS", "PULUMI_HOME"],
])("refuses a secret with the variable %s, and runs no command", async (name) => {
  const vault = await startFakeVault();
  vault.secrets["kv/nexus"] = { ...variables, [name]: "./planted" };
  const error = await readVaultSecret("kv/nexus", { VAULT_ADDR: vault.url, VAULT_ID_TOKEN: jwt }).then(String, String);
  expect(error).toContain(`Vault's secret kv/nexus has the keys ${name}.`);
  expect(error).not.toMatch(/planted|pässword/);
  expect(vault.requests.at(-1)).toBe("POST /v1/auth/token/revoke-self");
});

it("accepts the variables of stores and proxies", async () => {
  const vault = await startFakeVault();
  const names = [
    "PULUMI_BACKEND_URL",
    "PGPASSWORD",
    "AWS_ACCESS_KEY_ID",
    "GOOGLE_CREDENTIALS",
    "HTTPS_PROXY",
    "GITHUB_TOKEN",
  ];
  const accepted = Object.fromEntries(names.map((name) => [name, "value"]));
  vault.secrets["kv/nexus"] = accepted;
  expect(await readVaultSecret("kv/nexus", { VAULT_ADDR: vault.url, VAULT_ID_TOKEN: jwt })).toEqual(accepted);
});

it("passes the secret to a command without the identity token, and exits with its code", async () => {
  const vault = await startFakeVault();
  vault.secrets["kv/nexus"] = variables;
  const show =
    "console.log(process.env.NEXUS_PASSWORD, process.env.VAULT_ID_TOKEN, process.argv.slice(1)); process.exit(7)";
  const { status, stdout } = await spawnNexusIac(
    ["with-vault", "kv/nexus", "--", process.execPath, "-e", show, "--", "--stack", "lab"],
    { environment: { VAULT_ADDR: vault.url, VAULT_ID_TOKEN: jwt } },
  );
  expect({ status, stdout }).toEqual({ status: 7, stdout: `${password} undefined [ '--stack', 'lab' ]\n` });
});
