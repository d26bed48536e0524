import { expect, it } from "vitest";
import { catalogue } from "../../src/kinds/catalogue.ts";
import { handlerFor } from "../../src/resources/handler.ts";

it("the text in every stack's state stays as it is, byte for byte", () => {
  expect(handlerFor("docker-hosted")).toBe(
    'let r;exports.handler=()=>{let p={configure:q=>r=import("nexus-iac/provider").then(m=>m.connect("docker-hosted",q))};for(let m of["check","diff","create","read","update","delete"])p[m]=async(...a)=>(await r)[m](...a);return p}',
  );
});

it("the names and types of kinds, which are in every stack's state, stay as they are", () => {
  expect([...catalogue.values()].map(({ name, token }) => `${name} ${token}`)).toEqual([
    "apt-hosted apt:Hosted",
    "apt-proxy apt:Proxy",
    "docker-hosted docker:Hosted",
    "docker-proxy docker:Proxy",
    "docker-group docker:Group",
    "maven-hosted maven:Hosted",
    "maven-proxy maven:Proxy",
    "maven-group maven:Group",
    "raw-hosted raw:Hosted",
    "raw-proxy raw:Proxy",
    "raw-group raw:Group",
    "blob-store-file blobStore:File",
    "cleanup-policy nexus:CleanupPolicy",
    "privilege-application privilege:Application",
    "privilege-repository-view privilege:RepositoryView",
    "privilege-repository-admin privilege:RepositoryAdmin",
    "privilege-repository-content-selector privilege:RepositoryContentSelector",
    "privilege-script privilege:Script",
    "privilege-wildcard privilege:Wildcard",
    "role nexus:Role",
    "user nexus:User",
    "content-selector nexus:ContentSelector",
    "routing-rule nexus:RoutingRule",
    "anonymous-access nexus:AnonymousAccess",
    "realms nexus:Realms",
  ]);
});
