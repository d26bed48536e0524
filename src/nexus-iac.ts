/** All that estates are written with. */
export { Access, type AccessArgs, pull, push } from "./components/access.ts";
export * as invariants from "./estate/invariants.ts";
export { type Estate, type EstateDeclaration, estate, type Site } from "./program/estate.ts";
export * as apt from "./resources/apt.ts";
export * as blobStore from "./resources/blob-store.ts";
export * as docker from "./resources/docker.ts";
export { existing } from "./resources/existing.ts";
export { hold } from "./resources/hold.ts";
export * as maven from "./resources/maven.ts";
export * as privilege from "./resources/privilege.ts";
export { Provider, type ProviderArgs } from "./resources/provider.ts";
export * as raw from "./resources/raw.ts";
export { Repository, type RepositoryArgs } from "./resources/repository.ts";
export * from "./resources/rules.ts";
export * from "./resources/security.ts";
