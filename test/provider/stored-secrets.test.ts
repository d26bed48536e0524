/**
 * Updates that do not declare a secret that Nexus has: of every kind with secrets, either the check of a preview refuses
 * the update, or Nexus still has the secret afterwards.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type EmbeddedNexus, startNexus } from "nexus-embedded";
import { afterAll, beforeAll, expect, it } from "vitest";
import { catalogue } from "../../src/model/catalogue.ts";
import { isSecretField, type Shape } from "../../src/model/shape.ts";
import { type Fields, getValueAt, isFields, type Json } from "../../src/util/json.ts";
import { declarationOf, identityFor, type Names } from "../support/declarations.ts";
import { propertyRuns } from "../support/property-runs.ts";
import { ResourceStack } from "../support/resource-stack.ts";
import { seedNexus } from "../support/seed.ts";

const data = mkdtempSync(join(tmpdir(), "nexus-iac-data-"));
let nexus: EmbeddedNexus;
let names: Names;
const server = () => ({ url: nexus.url, username: "admin", password: "admin123" });
beforeAll(async () => {
  nexus = await startNexus({ edition: "PRO", connectors: "none", data });
  names = (await seedNexus(server(), "seed")).names;
});
afterAll(async () => {
  await nexus.stop();
  rmSync(data, { recursive: true, force: true });
});

/** A user's password has a request of its own, and a licence consists of its secret. */
const kinds = [...catalogue.values()].filter(
  (kind) => !kind.login && !kind.binaryBodyField && listSecretPaths(kind.shape).length > 0,
);

/** A change of another field, by kind or family. */
const changes: Readonly<Record<string, (first: Fields) => Fields>> = {
  repository: ({ online }) => ({ online: !(online ?? true) }),
  "blob store": () => ({ softQuota: { type: "spaceUsedQuota", limit: 1234 } }),
  capability: () => ({ notes: "changed" }),
  "e-mail": () => ({ subjectPrefix: "changed" }),
  "LDAP server": () => ({ searchBase: "dc=changed" }),
  Crowd: () => ({ url: "https://changed.example" }),
  OAuth2: () => ({ usernameClaim: "changed" }),
  "HTTP settings": () => ({ userAgent: "changed" }),
  "IQ connection": () => ({ url: "https://changed.example" }),
};

it.each(kinds)("of $name lose no secret", async (kind) => {
  const paths = listSecretPaths(kind.shape);
  const declaration = declarationOf(kind, identityFor(kind, "lost-1.x", names), names);
  const blocks = [...new Set(paths.flatMap(listAncestors))];
  await fc.assert(
    fc.asyncProperty(declaration, fc.subarray([...blocks, ...paths], { minLength: 1 }), async (first, omitted) => {
      const byHand = new ResourceStack(server(), kind);
      try {
        fc.pre(showsUseOfSecrets(kind.shape, first));
        await byHand.up(first);
        const stored = paths.flatMap((path) => getValueAt(first, path) ?? []);
        expect(listTexts(readState())).toEqual(expect.arrayContaining(stored));
        const before = readFileSync(join(data, "nexus.json"), "utf8");

        const program = new ResourceStack(server(), kind);
        const second = { ...omitted.reduce(omitPath, first), ...changes[kind.family]?.(first) };
        const { failures } = await program.check(second);
        if (failures.length) expect(readFileSync(join(data, "nexus.json"), "utf8")).toBe(before);
        else await program.up(second);
        expect(listTexts(readState())).toEqual(expect.arrayContaining(stored));
      } finally {
        await byHand.destroy();
      }
    }),
    kind.family === "repository" ? propertyRuns(10, 1) : propertyRuns(30, 5),
  );
});

const bucket = { name: "bucket", region: "eu-central-1" };
const withoutSecret = {
  ldap: { protocol: "LDAP", host: "ldap.example", searchBase: "dc=a", authScheme: "SIMPLE", authUsername: "cn=nexus" },
  user: { userObjectClass: "a", userIdAttribute: "a", userRealNameAttribute: "a", userEmailAddressAttribute: "a" },
  oauth2: { clientId: "nexus", idpJwsAlgorithm: "RS256", usernameClaim: "sub" },
  proxy: { proxy: { remoteUrl: "https://upstream.example" } },
  hook: { properties: { names: ["audit"], url: "https://hooks.example" } },
};
const accountKey = (authenticationMethod: string, key: object) => ({ authenticationMethod, ...key });

it.each<[kind: string, lost: string, byHand: Fields, declared: Fields]>([
  [
    "ldap-server",
    "authPassword",
    { name: "l", ...withoutSecret.ldap, ...withoutSecret.user, authPassword: "by-hand" },
    { name: "l", ...withoutSecret.ldap, ...withoutSecret.user, searchBase: "dc=b" },
  ],
  [
    "oauth2",
    "clientSecret",
    { ...withoutSecret.oauth2, clientSecret: "by-hand" },
    { ...withoutSecret.oauth2, usernameClaim: "name" },
  ],
  [
    "blob-store-s3",
    "bucketConfiguration.bucketSecurity.sessionToken",
    {
      name: "s",
      bucketConfiguration: {
        bucket,
        bucketSecurity: { accessKeyId: "id", secretAccessKey: "by-hand", sessionToken: "by-hand-2" },
      },
    },
    { name: "s", bucketConfiguration: { bucket: { ...bucket, expiration: 7 } } },
  ],
  [
    "blob-store-google",
    "bucketConfiguration.bucketSecurity.accountKey",
    { name: "g", bucketConfiguration: { bucket, bucketSecurity: accountKey("accountKey", { accountKey: "by-hand" }) } },
    { name: "g", bucketConfiguration: { bucket }, softQuota: { type: "spaceUsedQuota", limit: 7 } },
  ],
  [
    "docker-proxy",
    "dockerProxy.ecrAuth.secretAccessKey",
    {
      name: "d",
      ...withoutSecret.proxy,
      dockerProxy: { ecrAuth: { enabled: true, accessKeyId: "id", secretAccessKey: "by-hand" } },
    },
    { name: "d", ...withoutSecret.proxy, online: false },
  ],
  [
    "maven-proxy",
    "httpClient.authentication.bearerToken",
    {
      name: "m",
      ...withoutSecret.proxy,
      httpClient: { authentication: { type: "bearerToken", bearerToken: "by-hand" } },
    },
    { name: "m", ...withoutSecret.proxy, online: false },
  ],
  [
    "yum-proxy",
    "yumSigning.passphrase",
    { name: "y", ...withoutSecret.proxy, yumSigning: { keypair: "by-hand", passphrase: "by-hand-2" } },
    { name: "y", ...withoutSecret.proxy, online: false },
  ],
  [
    "apt-hosted",
    "aptSigning.passphrase",
    { name: "a", apt: { distribution: "stable" }, aptSigning: { keypair: "by-hand", passphrase: "by-hand-2" } },
    { name: "a", apt: { distribution: "other" }, aptSigning: { keypair: "by-hand" } },
  ],
])("of %s name %s in the preview, if it is set in Nexus", async (kind, lost, byHand, declared) => {
  const stack = new ResourceStack(server(), kind);
  await stack.up(byHand);
  try {
    const { failures } = await new ResourceStack(server(), kind).check(declared);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toContain(`${lost} is set in Nexus, which does not return it`);
  } finally {
    await stack.destroy();
  }
});

it("keep the secret of a webhook that Nexus returns as a reference", async () => {
  const byHand = new ResourceStack(server(), "capability-webhook-global");
  await byHand.up({ properties: { ...withoutSecret.hook.properties, secret: "by-hand-hook" } });
  await new ResourceStack(server(), "capability-webhook-global").up({ ...withoutSecret.hook, notes: "changed" });
  expect(listTexts(readState())).toEqual(expect.arrayContaining(["by-hand-hook", "changed"]));
  await byHand.destroy();
});

it("replace a signing key with another one, which has no passphrase", async () => {
  const key = (aptSigning: Fields) => ({ name: "k", apt: { distribution: "stable" }, aptSigning });
  const stack = new ResourceStack(server(), "apt-hosted");
  await stack.up(key({ keypair: "first", passphrase: "first-passphrase" }));
  await new ResourceStack(server(), "apt-hosted").up(key({ keypair: "second" }));
  expect(listTexts(readState())).not.toContain("first-passphrase");
  await stack.destroy();
});

it("state that a Terraform signing key has no passphrase, by null", async () => {
  const stack = new ResourceStack(server(), "terraform-hosted");
  const terraformSigning = { keypair: "key", passphrase: null };
  await stack.up({ name: "k", terraformSigning });
  const changed = { name: "k", online: false, terraformSigning };
  await stack.up(changed);
  expect(await stack.refresh()).toBe(true);
  expect((await stack.diff(changed)).changes).toBe(false);
  await stack.destroy();
});

it("state that a client of OAuth 2.0 has no secret, by null", async () => {
  const stack = new ResourceStack(server(), "oauth2");
  await stack.up({ ...withoutSecret.oauth2, clientSecret: null });
  await stack.up({ ...withoutSecret.oauth2, clientSecret: null, usernameClaim: "name" });
  await stack.destroy();
});

/**
 * Returns true if each declared secret is in use, so that Nexus's responses show that there is one: a password of an LDAP
 * server with the scheme NONE is not, and neither is a signing key without a passphrase, which Nexus does not return.
 */
function showsUseOfSecrets({ fields = {} }: Shape, declared: Fields): boolean {
  if ("passphrase" in fields && declared.passphrase === undefined) return false;
  return Object.entries(fields).every(([name, field]) => {
    const value = declared[name];
    if (isFields(value)) return showsUseOfSecrets(field, value);
    return value === undefined || (field.metadata.isStored?.(declared) ?? true);
  });
}

function listSecretPaths(shape: Shape, parent = ""): string[] {
  return Object.entries(shape.fields ?? {}).flatMap(([name, field]) => {
    const path = parent ? `${parent}.${name}` : name;
    return isSecretField(field, name) ? [path] : listSecretPaths(field, path);
  });
}

/** Returns the paths of the blocks around a field. */
function listAncestors(path: string): string[] {
  const names = path.split(".");
  return names.slice(1).map((_, depth) => names.slice(0, depth + 1).join("."));
}

function omitPath(fields: Fields, path: string): Fields {
  const [name = "", ...rest] = path.split(".");
  const { [name]: value, ...others } = fields;
  if (!rest.length) return others;
  return isFields(value) ? { ...fields, [name]: omitPath(value, rest.join(".")) } : fields;
}

function readState(): Json {
  return JSON.parse(readFileSync(join(data, "nexus.json"), "utf8"));
}

function listTexts(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(listTexts);
}
