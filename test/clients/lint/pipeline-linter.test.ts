import { describe, expect, it } from "vitest";
import { toCodeQualityReport } from "../../../src/clients/lint/code-quality.ts";
import { createPipelineLinter } from "../../../src/clients/lint/pipeline-linter.ts";
import { clientConfigWith, served } from "../../client-config/support.ts";

const clientConfig = clientConfigWith(
  [
    served("apps", { registry: "apps.example" }),
    served("ocp", { registry: "mirror.example" }),
    served("hub", { type: "proxy", pathEnabled: true }),
    served("catalog", { type: "proxy", registry: "ocp.example" }),
    served("all", { type: "group", registry: "all.example:8444", members: ["apps", "hub"] }),
  ],
  {
    naming: [
      { repositories: ["apps"], images: ["<namespace>/<image>"], namespaces: ["demo"], tags: ["build-<number>"] },
    ],
    runtime: { allow: ["repository:apps"], mirrors: ["ocp"] },
    pipelines: { installPaths: ["install/**", "*.install.sh"] },
  },
);

const lint = createPipelineLinter(clientConfig);
const findings = (file: string, text: string) => lint({ file, text });
const positions = (file: string, text: string) =>
  findings(file, text).map(({ line, column, rule }) => `${line}:${column} ${rule}`);

describe("mirror-outside-install", () => {
  it.each<[string, string, string[]]>([
    ["build.sh", "skopeo inspect docker://mirror.example/ocp/release:4", ["1:25 mirror-outside-install"]],
    ["build.sh", "curl https://mirror.example:443/v2/", ["1:14 mirror-outside-install"]],
    ["build.sh", "docker pull MIRROR.example/ocp/release:4", ["1:13 mirror-outside-install"]],
    ["build.sh", 'M=mirror.example\n\necho "$M/ocp"', ["1:3 mirror-outside-install", "3:7 mirror-outside-install"]],
    ["build.sh", "# not mirror.example/x\ncurl http://my-mirror.example/ mirror.example.org mirror.example:5000", []],
    ["install/cluster/a.sh", "curl https://mirror.example/v2/", []],
    ["day.install.sh", "curl https://mirror.example/v2/", []],
    ["x/day.install.sh", "curl https://mirror.example/v2/", ["1:14 mirror-outside-install"]],
  ])("finds mirror addresses outside of install files: %s %j", (file, text, expected) =>
    expect(positions(file, text)).toEqual(expected),
  );

  it("suggests the addresses for application images", () =>
    expect(findings("a.sh", "echo mirror.example/x")[0]?.right).toMatch(
      /^pull application images from all\.example:8444 \(all\) or apps\.example \(apps\); or add this file to /,
    ));
});

describe("push-to-group", () => {
  it.each<[string, string, string[]]>([
    ["a.sh", "docker push all.example:8444/demo/app:build-1", ["1:13 push-to-group"]],
    ["a.sh", "docker push ALL.example:8444/demo/app:build-1", ["1:13 push-to-group"]],
    ["a.sh", "docker push ocp.example:443/demo/app:build-1", ["1:13 push-to-group"]],
    ["a.sh", "podman push demo all.example:8444/demo/app:$TAG", ["1:18 push-to-group"]],
    ["a.sh", "docker build -t x --push -t all.example:8444/demo/app:build-1 .", ["1:29 push-to-group"]],
    [
      "a.sh",
      "skopeo copy --all docker://apps.example/demo/a:build-1 docker://all.example:8444/demo/a",
      ["1:56 push-to-group"],
    ],
    ["a.sh", "/kaniko/executor --destination=all.example:8444/demo/app:build-1", ["1:18 push-to-group"]],
    ["a.sh", "mvn jib:build -Dimage=all.example:8444/demo/app:build-1", ["1:15 push-to-group"]],
    ["a.sh", "gradle jib -Djib.to.image=all.example:8444/demo/app:build-1", ["1:12 push-to-group"]],
    ["a.sh", "crane cp apps.example/demo/a:build-1 nexus.example/hub/demo/a:build-1", ["1:38 push-to-group"]],
    [
      "Jenkinsfile",
      `sh """\n  REG=all.example:8444\n  docker push \\\n    \\\${REG}/demo/app:build-\${BUILD_NUMBER}\n"""`,
      ["4:5 push-to-group"],
    ],
    ["Jenkinsfile", "docker.image('all.example:8444/demo/app:build-1').push()", ["1:15 push-to-group"]],
    ["a.sh", "docker pull all.example:8444/demo/app:1; docker push apps.example/demo/app:build-1", []],
    ["a.sh", "docker push apps.example/demo/app:build-$BUILD_NUMBER", []],
  ])("finds pushes to groups and proxies: %s %j", (file, text, expected) =>
    expect(positions(file, text)).toEqual(expected),
  );

  it("suggests the hosted repository", () =>
    expect(findings("a.sh", "docker push all.example:8444/demo/$APP:build-1")).toMatchObject([
      { right: "apps.example/demo/$APP:build-1", message: expect.stringContaining("the group all") },
    ]));
});

describe("docker-hub", () => {
  const host = ["docker", "io"].join(".");
  it.each<[string, string, string[]]>([
    ["Dockerfile", "FROM alpine", ["1:6 docker-hub"]],
    ["Dockerfile", `ARG TAG=3\nFROM --platform=linux/amd64 alpine:\${TAG} AS base`, ["2:29 docker-hub"]],
    [
      "Dockerfile",
      "FROM all.example:8444/library/node:24 AS build\nFROM build\nFROM scratch\nCOPY --from=build /a /b",
      [],
    ],
    ["Dockerfile", "FROM all.example:8444/a AS b\nCOPY --from=busybox:1 \\\n# why\n  /a /b", ["2:13 docker-hub"]],
    ["Dockerfile", `ARG BASE\nFROM $BASE\nFROM \${BASE}-slim`, []],
    ["a.sh", `docker pull ${host}/library/alpine:3`, ["1:13 docker-hub"]],
    ["a.sh", "docker run --rm -it -v $PWD:/w -w /w --name x alpine sh -c 'docker info'", ["1:47 docker-hub"]],
    ["a.sh", "docker build -t app . && docker run app:latest\ndocker run $IMAGE", []],
    ["a.sh", "docker pull quay.example/a/b; docker run localhost:5000/a; docker exec web sh", []],
    [
      ".gitlab-ci.yml",
      'image: alpine:3\njob:\n  image:\n    name: "node:24"\n  services:\n    - docker:dind\n    - name: all.example:8444/library/redis:7\n',
      ["1:8 docker-hub", "4:12 docker-hub", "6:7 docker-hub"],
    ],
    [
      ".gitlab-ci.yml",
      "variables:\n  I: all.example:8444/library/node:24\njob:\n  image: $I\n  script:\n    - !reference [.x, script]\n    - docker pull redis",
      ["7:19 docker-hub"],
    ],
    [".gitlab-ci.yml", "image: alpine:3\nbuild:\n  script: [make]\n", ["1:8 docker-hub"]],
    ["compose.yaml", "services:\n  a: { build: ., image: own }\n  b: { image: own }", []],
    [
      "compose.yaml",
      "services:\n  a: { image: team/app }\n---\nb:\n  image: $CI_REGISTRY_IMAGE/x\n",
      ["2:15 docker-hub"],
    ],
    [
      "Jenkinsfile",
      "agent { docker { image 'maven:3-jdk' } }\n// image 'node'\n/* image 'node' */ docker.image(\"alpine\").inside {}",
      ["1:25 docker-hub", "3:34 docker-hub"],
    ],
  ])("finds direct pulls: %s %j", (file, text, expected) => expect(positions(file, text)).toEqual(expected));

  it("suggests the address of the group", () => {
    expect(findings("Dockerfile", "FROM alpine:3")[0]?.right).toBe("all.example:8444/library/alpine:3");
    expect(findings("Dockerfile", "FROM team/app")[0]?.right).toBe("all.example:8444/team/app");
  });
});

describe("clear-credentials", () => {
  const hidden = "hunter2-0815";
  it.each<[string, string, string[]]>([
    ["a.sh", `docker login -u ci -p ${hidden} apps.example`, ["1:23 clear-credentials"]],
    ["a.sh", `docker login -p "$PASSWORD" apps.example && echo "$P" | docker login --password-stdin`, []],
    ["a.sh", `PW=${hidden}\ndocker login --password=$PW apps.example`, ["2:25 clear-credentials"]],
    ["a.sh", `docker login -p "\${PW:-${hidden}}" apps.example`, ["1:17 clear-credentials"]],
    ["a.sh", `curl -fsS -u admin:${hidden} https://nexus.example`, ["1:20 clear-credentials"]],
    ["a.sh", `curl -u "$USER:$PASSWORD" -u admin https://\${U}:\${P}@nexus.example`, []],
    ["a.sh", `git clone https://bot:${hidden}@git.example/a.git`, ["1:23 clear-credentials"]],
    ["a.sh", `curl -H "Authorization: Bearer ${hidden}"`, ["1:32 clear-credentials"]],
    [
      "a.sh",
      `export NEXUS_PASSWORD='${hidden}'\nNEXUS_PASSWORD_FILE=x TOKEN=$(cat t) SECRET=/run/secrets/x`,
      ["1:23 clear-credentials"],
    ],
    [
      "a.sh",
      `mvn deploy -Dpassword=${hidden}; helm upgrade --password ${hidden}`,
      ["1:23 clear-credentials", "1:61 clear-credentials"],
    ],
    [
      "a.sh",
      `skopeo copy --src-creds "$U:$P" --dest-creds ci:${hidden} oci:a docker://apps.example/demo/b:build-1`,
      ["1:49 clear-credentials"],
    ],
    ["a.sh", `podman push --creds=ci:${hidden} apps.example/demo/b:build-1`, ["1:24 clear-credentials"]],
    ["a.sh", `skopeo copy --dest-password ${hidden} oci:a dir:b`, ["1:29 clear-credentials"]],
    ["a.sh", `skopeo copy --src-creds=$CREDS --dest-creds \${U}:\${P} oci:a dir:b`, []],
    ["a.sh", `twine upload -u ci -p ${hidden} dist/*; twine upload -p "$P" dist/*`, ["1:23 clear-credentials"]],
    [".npmrc", `//npm.example/:_authToken=${hidden}`, ["1:27 clear-credentials"]],
    [
      ".gitlab-ci.yml",
      `variables:\n  NEXUS_PASSWORD: ${hidden}\n  OTHER_TOKEN: $CI_JOB_TOKEN\n  id-token: write`,
      ["2:19 clear-credentials"],
    ],
    [
      "Jenkinsfile",
      `environment {\n  A_PASSWORD = credentials('nexus')\n  B_PASSWORD = '${hidden}'\n}\nuse(passwordVariable: 'P', password: "${hidden}")`,
      ["3:16 clear-credentials", "5:38 clear-credentials"],
    ],
    ["Dockerfile", `FROM scratch\nENV NPM_TOKEN ${hidden}\nARG API_KEY`, ["2:15 clear-credentials"]],
    [
      "settings.xml",
      `<server><password>${hidden}</password></server>\n<!-- <password>x1</password> -->\n<password>\${env.P}</password>\n<password>{abc=}</password>`,
      ["1:19 clear-credentials"],
    ],
  ])("finds credentials in clear text: %s %j", (file, text, expected) =>
    expect(positions(file, text)).toEqual(expected),
  );

  it("does not repeat the secrets", () => {
    const text = `docker login -p ${hidden} all.example:8444\nNEXUS_TOKEN=${hidden}\ndocker push https://a:${hidden}@all.example:8444/x`;
    const all = findings("a.sh", text);
    expect(all.length).toBeGreaterThan(2);
    expect(JSON.stringify([all, toCodeQualityReport(all)])).not.toContain(hidden);
  });
});

describe("image-name", () => {
  it.each<[string, string, string[]]>([
    ["a.sh", "docker push apps.example/app:build-1", ["1:13 image-name"]],
    ["a.sh", "docker tag x apps.example/demo/app:latest", ["1:14 image-name"]],
    ["a.sh", "docker push apps.example/app:build-$BUILD_NUMBER", ["1:13 image-name"]],
    ["a.sh", "docker push apps.example/demo/app:build-12\ndocker push apps.example/$APP", []],
    ["a.sh", "docker pull apps.example/old:latest", []],
  ])("finds names that break the naming rules: %s %j", (file, text, expected) =>
    expect(positions(file, text)).toEqual(expected),
  );

  it("suggests a valid name", () =>
    expect(findings("a.sh", "docker push apps.example/app:build-$N")[0]?.right).toBe("apps.example/demo/app:build-$N"));
});

describe("allow-comment", () => {
  it.each<[string, string[]]>([
    ["docker pull alpine # nexus-iac: allow docker-hub it fills the cache", []],
    ["# nexus-iac: allow docker-hub it fills the cache\ndocker pull alpine", []],
    ["# nexus-iac: allow docker-hub\ndocker pull alpine", ["1:1 allow-comment", "2:13 docker-hub"]],
    ["# nexus-iac: allow docker-hubb why\ndocker pull alpine", ["1:1 allow-comment", "2:13 docker-hub"]],
    ["# nexus-iac: allow docker-hub why\n\ndocker pull alpine", ["1:1 allow-comment", "3:13 docker-hub"]],
    ["# nexus-iac: allow clear-credentials why\ndocker pull alpine", ["1:1 allow-comment", "2:13 docker-hub"]],
  ])("applies or is reported: %j", (text, expected) => expect(positions("a.sh", text)).toEqual(expected));

  it("reports an unknown rule with a suggestion", () =>
    expect(findings("a.sh", "# nexus-iac: allow docker-hubb why")[0]?.message).toBe(
      'there is no rule docker-hubb; did you mean "docker-hub"?',
    ));
});

it("toCodeQualityReport keeps fingerprints if lines move", () => {
  const text = "docker pull a\ndocker pull b\n";
  const [before, after] = [text, `\n\n${text}`].map((source) => toCodeQualityReport(findings("a.sh", source)));
  expect(before?.map(({ fingerprint }) => fingerprint)).toEqual(after?.map(({ fingerprint }) => fingerprint));
  expect(new Set(before?.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  expect(before?.[0]).toMatchObject({
    check_name: "docker-hub",
    severity: "major",
    location: { path: "a.sh", lines: { begin: 1 } },
  });
});

it("lints broken YAML, long lines and empty files", () => {
  expect(positions("a.yml", "image: [alpine\n  : - docker pull alpine")).toEqual(["2:19 docker-hub"]);
  expect(positions("Jenkinsfile", "")).toEqual([]);
  expect(positions("a.sh", `${"x ".repeat(50_000)}; docker pull alpine`)).toEqual(["1:100015 docker-hub"]);
  expect(positions("a.sh", "docker pull alpine \\")).toEqual(["1:13 docker-hub"]);
  const doubled = `A=x\n${"A=$A$A\n".repeat(60)}docker pull $A\n`;
  expect(positions("a.sh", `${doubled}docker pull alpine\r\n\r\n  docker pull redis`)).toEqual([
    "63:13 docker-hub",
    "65:15 docker-hub",
  ]);
});
