import { DOMParser } from "@xmldom/xmldom";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import type { Consumers } from "../../../src/client-config/consumers.ts";
import { ConsumerError } from "../../../src/clients/consumers/consumer-context.ts";
import { UsageError } from "../../../src/util/user-error.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { generateFiles } from "./support.ts";

/** Characters with a special meaning in at least one format. */
const hostile = `p"a's\\s <&> $HOME %41 #;= \`x\` é𝄞: @/?`;
const breaking = "two\nlines";

const gitlab = { user: "ci", push: "apps", pull: "all" };
const secrets = [
  {
    name: "nexus-pull",
    namespaces: ["smoke", "demo"],
    registries: [
      { repository: "apps", user: "runtime" },
      { repository: "mirror", user: "runtime" },
    ],
  },
];
const kubernetes = { secrets, vault: { store: "vault", path: "nexus/lab/<user>" } };
const internal = { apps: ["nexus.nexus.svc:5002"] };

describe("GitLab", () => {
  const [env, variables] = ["nexus.env", "variables.json"];

  it("gets the addresses, and the password as a masked, protected, raw variable", () => {
    const files = generateFiles("gitlab", {
      consumers: { gitlab },
      image: "orchestrator/server",
      password: "pa$$word'\"",
    });
    expect(files[env]).toEqual({
      isSecret: false,
      text: [
        "NEXUS_HOST=nexus.example",
        "NEXUS_REGISTRY=nexus.example:5002",
        "NEXUS_REGISTRY_PUSH=nexus.example:5002",
        "NEXUS_REGISTRY_PULL=nexus.example:5001",
        "NEXUS_IMAGE_NAME=orchestrator/server",
        "NEXUS_IMAGE=nexus.example:5002/orchestrator/server",
        "NEXUS_USER=ci",
        "",
      ].join("\n"),
    });
    expect(files[variables]?.isSecret).toBe(true);
    const all = JSON.parse(files[variables]?.text ?? "");
    expect(all.map(({ key }: { key: string }) => key)).toEqual([
      ...(files[env]?.text.match(/^\w+/gm) ?? []),
      "NEXUS_PASSWORD",
    ]);
    expect(all.at(-1)).toEqual({
      key: "NEXUS_PASSWORD",
      value: "pa$$word'\"",
      variable_type: "env_var",
      environment_scope: "*",
      protected: true,
      masked: true,
      raw: true,
    });
  });

  it("inserts the image of each project if none is given", () => {
    const all = JSON.parse(generateFiles("gitlab", { consumers: { gitlab } })[variables]?.text ?? "");
    expect(all.filter(({ raw }: { raw: boolean }) => !raw)).toMatchObject([
      { key: "NEXUS_IMAGE_NAME", value: "orchestrator/$CI_PROJECT_NAME" },
      { key: "NEXUS_IMAGE", value: "$NEXUS_REGISTRY/orchestrator/$CI_PROJECT_NAME" },
    ]);
  });

  it.each([
    ["orchestrator-server", "; use orchestrator/server"],
    ["server", "orchestrator/server"],
    ["registry.example/orchestrator/server", "without registry and tag: orchestrator/server"],
    ["orchestrator/server:1.0", "without registry and tag: orchestrator/server"],
  ])("rejects the image %s and suggests a valid name", (image, suggestion) => {
    const generate = () => generateFiles("gitlab", { consumers: { gitlab }, image });
    expect(generate).toThrow(UsageError);
    expect(generate).toThrow(suggestion);
  });

  it.each(["short", "with a blank", breaking])("rejects a password that it cannot mask: %j", (password) => {
    const generate = () => generateFiles("gitlab", { consumers: { gitlab }, password });
    expect(generate).toThrow(/GitLab cannot mask the password of ci/);
    expect(generate).not.toThrow(password);
  });
});

describe("Jenkins", () => {
  it("gets addresses and credential ids, but no password", () => {
    const jenkins = { push: "apps", pull: "all", credential: "nexus-ci", credentials: { "nexus-ci": "ci" } };
    const files = generateFiles("jenkins", { consumers: { jenkins } });
    expect(files["nexus.env"]?.text).toContain("NEXUS_CREDENTIAL_ID=nexus-ci\n");
    expect(JSON.parse(files["credentials.json"]?.text ?? "")).toEqual([{ id: "nexus-ci", username: "ci" }]);
    expect(JSON.stringify(files)).not.toContain("s3cret");
  });
});

describe("Kubernetes", () => {
  it("gets a pull secret for each namespace, with external and internal addresses", () => {
    const files = generateFiles("kubernetes", { consumers: { kubernetes }, clients: { internal }, password: hostile });
    expect(files["nexus-pull.yaml"]?.isSecret).toBe(true);
    const manifests = documents(files["nexus-pull.yaml"]?.text);
    expect(manifests.map(({ metadata }) => metadata)).toEqual([
      { name: "nexus-pull", namespace: "smoke" },
      { name: "nexus-pull", namespace: "demo" },
    ]);
    for (const { apiVersion, kind, type, data } of manifests) {
      expect({ apiVersion, kind, type }).toEqual({
        apiVersion: "v1",
        kind: "Secret",
        type: "kubernetes.io/dockerconfigjson",
      });
      const { auths } = JSON.parse(decoded((data as Record<string, string>)[".dockerconfigjson"]));
      expect(Object.keys(auths)).toEqual(["nexus.example:5002", "nexus.nexus.svc:5002", "nexus.example:5000"]);
      for (const { auth } of Object.values(auths) as { auth: string }[])
        expect(decoded(auth)).toBe(`runtime:${hostile}`);
    }
  });

  it("gets an External Secret with the Vault path instead of the password", () => {
    const { text, isSecret } =
      generateFiles("external-secrets", { consumers: { kubernetes } })["nexus-pull.yaml"] ?? {};
    expect(isSecret).toBe(false);
    expect(text).not.toContain("s3cret");
    const [first] = documents(text);
    expect(first).toEqual({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "nexus-pull", namespace: "smoke" },
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { name: "vault", kind: "SecretStore" },
        target: {
          name: "nexus-pull",
          creationPolicy: "Owner",
          template: {
            type: "kubernetes.io/dockerconfigjson",
            engineVersion: "v2",
            data: { ".dockerconfigjson": expect.any(String) },
          },
        },
        data: [
          { secretKey: "u0_username", remoteRef: { key: "nexus/lab/runtime", property: "username" } },
          { secretKey: "u0_password", remoteRef: { key: "nexus/lab/runtime", property: "password" } },
        ],
      },
    });
    const { template } = (first as { spec: { target: { template: { data: Record<string, string> } } } }).spec.target;
    const put = (template.data[".dockerconfigjson"] ?? "").replace(/\{\{ printf .*? \| b64enc \}\}/g, "dXNlcjpwYXNz");
    expect(JSON.parse(put)).toEqual({
      auths: { "nexus.example:5002": { auth: "dXNlcjpwYXNz" }, "nexus.example:5000": { auth: "dXNlcjpwYXNz" } },
    });
  });
});

describe("clusters", () => {
  const env = (consumers: Consumers["clusters"]) =>
    generateFiles("cluster-env", { consumers: { clusters: consumers ?? {} } })["config/clusters/one.env"]?.text;
  const maven = { repository: "maven-public", credential: "maven-registry" };

  it("get their registries, and if these require credentials", () => {
    expect(env({ one: { container: { repository: "apps", credential: "container-registry" }, maven } })).toBe(
      `CONTAINER_REGISTRY_HOST=nexus.example:5002
CONTAINER_REGISTRY_PATH_PREFIX=
CONTAINER_REGISTRY_CREDENTIAL_ID=container-registry
CONTAINER_REGISTRY_REQUIRES_AUTH_FOR_PUSH=true
CONTAINER_REGISTRY_REQUIRES_AUTH_FOR_PULL=true
MAVEN_REGISTRY_HOST=nexus.example
MAVEN_REGISTRY_PATH_PREFIX=repository/maven-public
MAVEN_REGISTRY_CREDENTIAL_ID=maven-registry
MAVEN_REGISTRY_REQUIRES_AUTH_FOR_PUSH=true
MAVEN_REGISTRY_REQUIRES_AUTH_FOR_PULL=false
`,
    );
  });

  it("distinguish images and artifacts on one host by the path prefix", () => {
    const text = env({ one: { container: { repository: "by-path", credential: "nexus" }, maven } });
    expect(text).toContain("CONTAINER_REGISTRY_HOST=nexus.example\nCONTAINER_REGISTRY_PATH_PREFIX=by-path\n");
    expect(text).toContain("MAVEN_REGISTRY_HOST=nexus.example\nMAVEN_REGISTRY_PATH_PREFIX=repository/maven-public\n");
  });

  it("may use an external registry for images", () => {
    const container = { address: "registry.example:5000/team", credential: "container-registry", anonymousPull: true };
    const text = env({ one: { container, maven } });
    expect(text).toContain("CONTAINER_REGISTRY_HOST=registry.example:5000\nCONTAINER_REGISTRY_PATH_PREFIX=team\n");
    expect(text).toContain(
      "CONTAINER_REGISTRY_REQUIRES_AUTH_FOR_PUSH=true\nCONTAINER_REGISTRY_REQUIRES_AUTH_FOR_PULL=false\n",
    );
  });
});

describe("Maven", () => {
  const maven = { user: "ci", mirror: "maven-public", releases: "maven-releases" };
  const settings = (password?: string) =>
    generateFiles("maven", { consumers: { maven }, ...(password !== undefined && { password }) })["settings.xml"];

  it("has credentials only for repositories that require them, with any characters", () => {
    const password = hostile.replaceAll("$", "");
    const { text = "", isSecret } = settings(password) ?? {};
    expect(isSecret).toBe(true);
    const xml = new DOMParser().parseFromString(text, "text/xml");
    const texts = (name: string) => [...xml.getElementsByTagName(name)].map(({ textContent }) => textContent);
    expect(texts("password")).toEqual([password]);
    expect(
      [...xml.getElementsByTagName("server")].map((one) => one.getElementsByTagName("id")[0]?.textContent),
    ).toEqual(["maven-releases"]);
    expect(texts("altReleaseDeploymentRepository")).toEqual([
      "maven-releases::default::https://nexus.example/repository/maven-releases",
    ]);
  });

  it.each([breaking, `$${"{user.home}"}`, "{encrypted}", " s3cret-blank"])(
    "is not given what it would change: %j",
    (password) => {
      expect(() => settings(password)).toThrow(ConsumerError);
      expect(() => settings(password)).not.toThrow(password);
    },
  );
});

describe("npm and pip", () => {
  const npm = { user: "ci", read: "npm-hosted", publish: "npm-hosted" };
  const pip = { user: "ci", read: "pypi-hosted", publish: "pypi-hosted" };

  it("get addresses and credentials for downloads and publishing", () => {
    expect(generateFiles("npm", { consumers: { npm }, password: hostile })[".npmrc"]).toEqual({
      isSecret: true,
      text: `registry=https://nexus.example/repository/npm-hosted/
; npm publish --registry https://nexus.example/repository/npm-hosted/
//nexus.example/repository/npm-hosted/:_auth=${Buffer.from(`ci:${hostile}`).toString("base64")}
`,
    });
    const ascii = hostile.replace(/[^ -~]/gu, "");
    const files = generateFiles("pip", { consumers: { pip }, password: ascii });
    const [, url = ""] = /^index-url = (.*)$/m.exec(files["pip.conf"]?.text ?? "") ?? [];
    expect(decodeURIComponent(new URL(url).password)).toBe(ascii);
    expect(new URL(url).pathname).toBe("/repository/pypi-hosted/simple/");
    expect(files[".pypirc"]?.text).toContain(`\nusername = ci\npassword = ${ascii}\n`);
    expect(files[".pypirc"]?.isSecret).toBe(true);
  });

  it("reject passwords that their files cannot represent", () => {
    for (const password of [breaking, " blank", "pässword"])
      expect(() => generateFiles("pip", { consumers: { pip }, password })).toThrow(ConsumerError);
  });
});

describe("all consumers", () => {
  it("report a missing declaration and an unknown password", () => {
    expect(() => generateFiles("npm", { consumers: {} })).toThrow(
      "the stack lab does not declare the consumer npm; add clientConfig.consumers.npm to the estate",
    );
    expect(() => generateFiles("docker", { consumers: { docker: { user: "guest", repositories: ["apps"] } } })).toThrow(
      /password of guest is not known.*NEXUS_USERNAME=guest/,
    );
  });

  it("get the user in use of an identity", () => {
    const docker = { user: "builds", repositories: ["apps"] };
    const consumers = { identities: { builds: ["ci", "ci-b"] }, docker };
    const auth = (clients = {}) => {
      const { auths } = JSON.parse(generateFiles("docker", { consumers, clients })["config.json"]?.text ?? "");
      return decoded(auths["nexus.example:5002"].auth);
    };
    expect(auth()).toBe("ci:s3cret-s3cret");
    expect(auth({ inUse: { builds: "ci-b" } })).toBe("ci-b:b-s3cret-s3cret");
  });

  it("find every password unchanged in config.json and its manifest", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (password) => {
        const manifest = generateFiles("kubernetes", { consumers: { kubernetes: { secrets } }, password })[
          "nexus-pull.yaml"
        ];
        const [first] = documents(manifest?.text);
        const { auths } = JSON.parse(decoded((first as Manifest).data?.[".dockerconfigjson"]));
        expect(decoded(auths["nexus.example:5002"].auth)).toBe(`runtime:${password}`);
      }),
      propertyRuns(50),
    );
  });
});

interface Manifest {
  apiVersion?: string;
  kind?: string;
  type?: string;
  metadata?: unknown;
  data?: Record<string, string>;
}

function documents(text = ""): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

function decoded(base64 = ""): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
