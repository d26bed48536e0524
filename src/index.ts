/**
 * The public API of nexus-iac: `estate`, the resource classes by format, the components, and `invariants`.
 *
 * ```ts
 * import { docker, estate } from "nexus-iac";
 *
 * export default estate({
 *   declare() {
 *     new docker.Hosted("apps", { docker: { httpPort: 5002 } });
 *   },
 * });
 * ```
 */
import "./require-node.ts";
import { useCurrentConfiguration } from "./resources/current-configuration.ts";

export * as invariants from "./estate/invariants.ts";
export { Absent, type AbsentContentOptions, absent } from "./resources/absent.ts";
/** The interfaces of arguments that several modules use: `common.ProxyAttributes`, `common.ScheduleDaily`. */
export type * as common from "./resources/arguments/common.ts";
export * from "./resources/authentication.ts";
export * as blobStore from "./resources/blob-store.ts";
export * as capability from "./resources/capabilities.ts";
export { Access, type AccessArgs, pull, push } from "./resources/components/access.ts";
export { PreviewRole, type PreviewRoleArgs } from "./resources/components/preview-role.ts";
export {
  type PromotedFormat,
  PromotionChain,
  type PromotionChainArgs,
  type PromotionStage,
  type Stage,
} from "./resources/components/promotion-chain.ts";
export { SignOn, type SignOnArgs } from "./resources/components/sign-on.ts";
export {
  assertInvariants,
  type EstateDeclaration,
  type EstateProgram,
  estate,
  type Site,
} from "./resources/estate.ts";
export { existing } from "./resources/existing.ts";
export * as externalUser from "./resources/external-user.ts";
export * from "./resources/formats/index.ts";
export * as privilege from "./resources/privilege.ts";
export * from "./resources/protection.ts";
export { Provider, type ProviderArgs } from "./resources/provider.ts";
export { Repository } from "./resources/repository.ts";
export * from "./resources/rules.ts";
export * from "./resources/security.ts";
export * from "./resources/settings.ts";
export * as task from "./resources/tasks/index.ts";

// For programs without `estate()`.
useCurrentConfiguration();
