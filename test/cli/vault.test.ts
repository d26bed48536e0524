import { expect, it } from "vitest";
import { readVaultSecret } from "../../src/cli/commands/vault/vault-client.ts";
import { nexusIac } from "../support/command.ts";
import { fakeVault, jwt } from "../support/fake-vault.ts";

const password = "pässword of Nexus";
const variables = { NEXUS_USERNAME: "ci", NEXUS_PASSWORD: password };

it.each([
  ["first", "kv/nexus", variables],
  ["second", "secret/data/nexus", { data: variables, metadata: { version: 3 } }],
])("a secret of a store of the %s version is read, and the token given back", async (_, path, data) => {
  const vault = await fakeVault();
  vault.secrets[path] = data;
  const environment = { VAULT_ADDR: `${vault.url}/`, VAULT_ID_TOKEN: jwt, VAULT_AUTH_ROLE: "nexus" };
  expect(await readVaultSecret(path, environment)).toEqual(variables);
  expect(vault.asked).toEqual(["POST /v1/auth/jwt/login", `GET /v1/${path}`, "POST /v1/auth/token/revoke-self"]);
});

it("GitHub is asked for the identity token", async () => {
  const vault = await fakeVault();
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
  ["no identity", { VAULT_ID_TOKEN: "" }, "the job has no identity token"],
  [
    "somebody else",
    { VAULT_ID_TOKEN: "eyJ.another" },
    "Vault refused auth/jwt/login: 400: the identity token fits no role",
  ],
  ["another method", { VAULT_AUTH_PATH: "gitlab" }, "Vault refused auth/gitlab/login: 400"],
  ["nothing there", {}, "Vault refused kv/nexus: 404: there is none"],
  ["nobody there", { VAULT_ADDR: "http://127.0.0.1:1" }, "http://127.0.0.1:1 cannot be reached"],
])("refuses in words: %s", async (_, more, words) => {
  const { url } = await fakeVault();
  const error = await readVaultSecret("kv/nexus", { VAULT_ADDR: url, VAULT_ID_TOKEN: jwt, ...more }).then(
    String,
    String,
  );
  expect(error).toContain(words);
  expect(error).not.toMatch(/eyJ|hvs/);
});

it.each([{ password: "x" }, { NEXUS_PASSWORD: 3 }, "text"])("takes only variables from a secret: %j", async (data) => {
  const vault = await fakeVault();
  vault.secrets["kv/nexus"] = data;
  await expect(readVaultSecret("kv/nexus", { VAULT_ADDR: vault.url, VAULT_ID_TOKEN: jwt })).rejects.toThrow(
    "the secret's keys are to be names of variables such as NEXUS_PASSWORD",
  );
  expect(vault.asked.at(-1)).toBe("POST /v1/auth/token/revoke-self");
});

it("gives a command the secret, takes the proof of identity away, and ends as the command does", async () => {
  const vault = await fakeVault();
  vault.secrets["kv/nexus"] = variables;
  const show =
    "console.log(process.env.NEXUS_PASSWORD, process.env.VAULT_ID_TOKEN, process.argv.slice(1)); process.exit(7)";
  const { status, stdout } = await nexusIac(
    ["with-vault", "kv/nexus", "--", process.execPath, "-e", show, "--", "--stack", "lab"],
    { environment: { VAULT_ADDR: vault.url, VAULT_ID_TOKEN: jwt } },
  );
  expect({ status, stdout }).toEqual({ status: 7, stdout: `${password} undefined [ '--stack', 'lab' ]\n` });
});
