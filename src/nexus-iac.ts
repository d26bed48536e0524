/** All that estates are written with. */
export { Access, type AccessArgs, pull, push } from "./components/access.ts";
export { PreviewRole, type PreviewRoleArgs } from "./components/preview-role.ts";
export {
  type PromotedFormat,
  PromotionChain,
  type PromotionChainArgs,
  type PromotionStage,
} from "./components/promotion-chain.ts";
export { SignOn, type SignOnArgs } from "./components/sign-on.ts";
export * as invariants from "./estate/invariants.ts";
export { type Estate, type EstateDeclaration, estate, type Site } from "./program/estate.ts";
export * from "./resources/authentication.ts";
export * as blobStore from "./resources/blob-store.ts";
export * as capability from "./resources/capabilities.ts";
export { existing } from "./resources/existing.ts";
export * as externalUser from "./resources/external-user.ts";
export * from "./resources/formats/index.ts";
export { hold } from "./resources/hold.ts";
export * as privilege from "./resources/privilege.ts";
export type { Stage } from "./resources/promotion.ts";
export * from "./resources/protection.ts";
export { Provider, type ProviderArgs } from "./resources/provider.ts";
export { Repository, type RepositoryArgs } from "./resources/repository.ts";
export * from "./resources/rules.ts";
export * from "./resources/security.ts";
export * from "./resources/settings.ts";
export * as task from "./resources/tasks.ts";
