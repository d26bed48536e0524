import { describe, expect, test } from "vitest";
import type { EmbeddedNexus } from "../../src/index.ts";
import { ask, createUser, docker, group, hosted, nexusWith, proxy } from "../support/nexuses.ts";

const HOSTED = "/v1/repositories/docker/hosted";

describe("Docker repositories", () => {
  test("are returned with the fields of 3.94", async () => {
    const nexus = await nexusWith();
    const storage = {
      blobStoreName: "default",
      strictContentTypeValidation: true,
      writePolicy: "ALLOW_ONCE",
      latestPolicy: true,
    };
    await ask(nexus, "POST", HOSTED, hosted("d-hosted", { ...docker({ httpPort: 5000 }), storage }));
    expect((await ask(nexus, "GET", `${HOSTED}/d-hosted`)).body).toEqual({
      name: "d-hosted",
      url: `${nexus.url}/repository/d-hosted`,
      online: true,
      storage,
      cleanup: null,
      component: { proprietaryComponents: false },
      docker: {
        v1Enabled: false,
        forceBasicAuth: true,
        httpPort: 5000,
        httpsPort: null,
        subdomain: null,
        pathEnabled: null,
      },
      format: "docker",
      type: "hosted",
    });
    const dockerProxy = { indexType: "REGISTRY" };
    await ask(nexus, "POST", "/v1/repositories/docker/proxy", proxy("d-proxy", { ...docker(), dockerProxy }));
    const { body: proxied } = await ask(nexus, "GET", "/v1/repositories/docker/proxy/d-proxy");
    expect(proxied).toMatchObject({
      dockerProxy: { indexType: "REGISTRY", indexUrl: null, cacheForeignLayers: null, foreignLayerUrlWhitelist: [] },
      routingRuleName: null,
      firewall: null,
    });
    expect(proxied.httpClient?.authentication).toBeNull();
    await ask(nexus, "POST", "/v1/repositories/docker/group", group("d-group", ["d-proxy", "d-hosted"], docker()));
    expect((await ask(nexus, "GET", "/v1/repositories/docker/group/d-group")).body).toMatchObject({
      group: { memberNames: ["d-proxy", "d-hosted"], writableMember: null },
      docker: { forceBasicAuth: true },
      format: "docker",
      type: "group",
    });
  });

  test("return latestPolicy with ALLOW_ONCE only", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", HOSTED, hosted("d", docker()));
    expect((await ask(nexus, "GET", `${HOSTED}/d`)).body.storage).not.toHaveProperty("latestPolicy");
    const storage = { blobStoreName: "default", strictContentTypeValidation: true, writePolicy: "ALLOW_ONCE" };
    await ask(nexus, "PUT", `${HOSTED}/d`, hosted("d", { ...docker(), storage }));
    expect((await ask(nexus, "GET", `${HOSTED}/d`)).body.storage).toHaveProperty("latestPolicy", false);
  });

  test("need lower case names from 3.89 on", async () => {
    const newest = await nexusWith();
    expect((await ask(newest, "POST", HOSTED, hosted("Docker", docker()))).status).toBe(400);
    const old = await nexusWith({ release: "3.88.0-05" });
    expect((await ask(old, "POST", HOSTED, hosted("Docker", docker()))).status).toBe(201);
  });

  test("have writableMember and subdomain in Pro only", async () => {
    const kept = async (nexus: EmbeddedNexus) => {
      await ask(nexus, "POST", HOSTED, hosted("d", docker({ subdomain: "d" })));
      const body = { ...group("g", ["d"], docker()), group: { memberNames: ["d"], writableMember: "d" } };
      await ask(nexus, "POST", "/v1/repositories/docker/group", body);
      const { body: hostedBody } = await ask(nexus, "GET", `${HOSTED}/d`);
      const { body: groupBody } = await ask(nexus, "GET", "/v1/repositories/docker/group/g");
      return [hostedBody.docker?.subdomain, groupBody.group?.writableMember];
    };
    expect(await kept(await nexusWith({ edition: "PRO" }))).toEqual(["d", "d"]);
    expect(await kept(await nexusWith({ edition: "COMMUNITY" }))).toEqual([null, null]);
  });

  test("cannot share a connector port", async () => {
    const nexus = await nexusWith();
    const refusedAt = async (body: object, method = "POST", path = HOSTED): Promise<string[]> => {
      const { status, body: violations } = await ask(nexus, method, path, body);
      return status === 400 ? (violations as unknown as { id: string }[]).map(({ id }) => id) : [String(status)];
    };
    const port = (field: string): string => `HelperBean.attributes.docker.${field}`;
    expect(await refusedAt(hosted("a", docker({ httpPort: 5000, httpsPort: 5001 })))).toEqual(["201"]);
    expect(await refusedAt(hosted("b", docker({ httpPort: 5000 })))).toEqual([port("httpPort")]);
    expect(await refusedAt(hosted("b", docker({ httpPort: 5001 })))).toEqual([port("httpPort")]);
    expect(await refusedAt(hosted("b", docker({ httpPort: 5002, httpsPort: 5002 })))).toEqual([port("httpsPort")]);
    expect(await refusedAt(hosted("b", docker({ httpPort: Number(new URL(nexus.url).port) })))).toEqual([
      port("httpPort"),
    ]);
    expect(await refusedAt(hosted("b", docker({ httpPort: 70000 })))).toEqual([port("httpPort")]);
    expect(await refusedAt(hosted("b", docker({ httpPort: 5002 })))).toEqual(["201"]);
    // Its own port is no conflict; another's is until that one has given it up.
    expect(await refusedAt(hosted("b", docker({ httpPort: 5002 })), "PUT", `${HOSTED}/b`)).toEqual(["204"]);
    expect(await refusedAt(hosted("b", docker({ httpPort: 5000 })), "PUT", `${HOSTED}/b`)).toEqual([port("httpPort")]);
    expect(await refusedAt(hosted("a", docker()), "PUT", `${HOSTED}/a`)).toEqual(["204"]);
    expect(await refusedAt(hosted("b", docker({ httpPort: 5000 })), "PUT", `${HOSTED}/b`)).toEqual(["204"]);
  });
});

describe("Docker connectors", () => {
  const v2 = async (nexus: EmbeddedNexus, repository: string, as?: string) => {
    const headers = as === undefined ? {} : { Authorization: `Basic ${btoa(as)}` };
    const response = await fetch(`http://127.0.0.1:${nexus.connectorPort(repository)}/v2/`, { headers });
    return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
  };

  test("open different ports in two servers with the same configured port", async () => {
    const [one, other] = [await nexusWith(), await nexusWith()];
    for (const nexus of [one, other]) await ask(nexus, "POST", HOSTED, hosted("d", docker({ httpPort: 5000 })));
    expect(one.connectorPort("d")).toBeGreaterThan(0);
    expect(one.connectorPort("d")).not.toBe(other.connectorPort("d"));
    expect((await v2(one, "d", "admin:admin123")).status).toBe(200);
  });

  test("ask for credentials and check them", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", HOSTED, hosted("d", docker({ httpPort: 5000 })));
    const { status, headers, body } = await v2(nexus, "d");
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe('BASIC realm="Sonatype Nexus Repository Manager"');
    expect(headers.get("docker-distribution-api-version")).toBe("registry/2.0");
    expect(body).toMatchObject({ errors: [{ code: "UNAUTHORIZED" }] });
    expect((await v2(nexus, "d", "admin:wrong")).status).toBe(401);
    const reads = ["nx-repository-view-docker-d-read"];
    const good = await v2(nexus, "d", await createUser(nexus, "someone", reads));
    expect([good.status, good.body]).toEqual([200, {}]);
    const denied = await v2(nexus, "d", await createUser(nexus, "powerless", []));
    expect([denied.status, denied.body]).toMatchObject([403, { errors: [{ code: "DENIED" }] }]);
  });

  test("issue tokens with the realm and without forceBasicAuth, also to the anonymous user", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", HOSTED, hosted("d", docker({ httpPort: 5000, forceBasicAuth: false })));
    const origin = `http://127.0.0.1:${nexus.connectorPort("d")}`;
    const token = async (as?: string) => {
      const headers = as === undefined ? {} : { Authorization: `Basic ${btoa(as)}` };
      const response = await fetch(`${origin}/v2/token?scope=repository:a:pull`, { headers });
      return ((await response.json()) as { token?: string }).token;
    };
    const ping = async (bearer = "") => {
      const response = await fetch(`${origin}/v2/`, { headers: { Authorization: `Bearer ${bearer}` } });
      return response.status;
    };
    expect((await v2(nexus, "d")).headers.get("www-authenticate")).toMatch(/^BASIC/);
    expect(await token()).toBeUndefined();
    await ask(nexus, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm", "DockerToken"]);
    const { status, headers } = await v2(nexus, "d");
    const address = `${origin}/v2/token`;
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe(
      `Bearer realm="${address}",service="${address}",scope="repository:*:pull"`,
    );
    expect(await token("admin:wrong")).toBeUndefined();
    const [ownToken, anonymousToken] = [await token("admin:admin123"), await token()];
    expect(ownToken).toMatch(/^DockerToken\.[\w-]{36}$/);
    const bot = await createUser(nexus, "bot", ["nx-repository-view-*-*-*"]);
    const former = await token(bot);
    expect(await ping(former)).toBe(200);
    await ask(nexus, "DELETE", "/v1/security/users/bot");
    expect(await ping(former)).toBe(401);
    // A new user of the same name does not get the old token.
    await createUser(nexus, "bot", ["nx-repository-view-*-*-*"]);
    expect(await ping(former)).toBe(401);
    expect([await ping(ownToken), await ping(anonymousToken), await ping("DockerToken.made-up")]).toEqual([
      200, 200, 401,
    ]);
    // Basic credentials are accepted as well.
    expect((await v2(nexus, "d", "admin:admin123")).status).toBe(200);
    const off = { enabled: false, userId: "anonymous", realmName: "NexusAuthorizingRealm" };
    await ask(nexus, "PUT", "/v1/security/anonymous", off);
    expect([await token(), await ping(anonymousToken), await ping(ownToken)]).toEqual([undefined, 401, 200]);
    await ask(nexus, "PUT", "/v1/security/realms/active", ["NexusAuthenticatingRealm"]);
    expect(await ping(ownToken)).toBe(401);
  });

  test("open, move and close with their repository", async () => {
    const nexus = await nexusWith();
    await ask(nexus, "POST", HOSTED, hosted("d", docker()));
    expect(nexus.connectorPort("d")).toBeUndefined();
    await ask(nexus, "PUT", `${HOSTED}/d`, hosted("d", docker({ httpPort: 5000 })));
    const first = nexus.connectorPort("d");
    expect(first).toBeGreaterThan(0);
    await ask(nexus, "PUT", `${HOSTED}/d`, hosted("d", { ...docker({ httpPort: 5000 }), online: false }));
    expect(nexus.connectorPort("d")).toBeUndefined();
    await expect(fetch(`http://127.0.0.1:${first}/v2/`)).rejects.toThrow();
    await ask(nexus, "PUT", `${HOSTED}/d`, hosted("d", docker({ httpPort: 5001 })));
    expect(nexus.connectorPort("d")).toBeGreaterThan(0);
    await ask(nexus, "DELETE", "/v1/repositories/d");
    expect(nexus.connectorPort("d")).toBeUndefined();
  });

  test("listen on the configured port with `asked`, and on none with `none`", async () => {
    const free = await nexusWith();
    await ask(free, "POST", HOSTED, hosted("d", docker({ httpPort: 5000 })));
    const port = free.connectorPort("d");
    await free.stop();
    const configured = await nexusWith({ connectors: "asked" });
    await ask(configured, "POST", HOSTED, hosted("d", docker({ httpPort: port })));
    expect(configured.connectorPort("d")).toBe(port);
    // The port is in use: the repository is saved all the same.
    const second = await nexusWith({ connectors: "asked" });
    expect((await ask(second, "POST", HOSTED, hosted("d", docker({ httpPort: port })))).status).toBe(201);
    expect(second.connectorPort("d")).toBeUndefined();
    const none = await nexusWith({ connectors: "none" });
    await ask(none, "POST", HOSTED, hosted("d", docker({ httpPort: 5000 })));
    expect(none.connectorPort("d")).toBeUndefined();
  });
});
