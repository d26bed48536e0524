/** The interface between a program and the engine: Pulumi's resource monitor and its log, without gRPC. */
import type { Alias } from "@pulumi/pulumi/proto/alias_pb.js";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  RegisterResourceResponse,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";
import type { Fields } from "../../../../src/util/json.ts";
import { type Deployment, providerType, type ResourceGoal } from "./deployment.ts";
import { copyAsJson } from "./property-values.ts";
import type { Report } from "./report.ts";

type Callback<T> = (error: Error | null, response: T) => void;

/** The part of a response that the SDK reads. */
type RegisteredResource = Pick<RegisterResourceResponse, "getUrn" | "getId" | "getResult"> & {
  getObject(): { toJavaScript(): Fields };
  getPropertydependenciesMap(): Map<string, never>;
};

/** The names of Pulumi's severities, see engine.proto: debug messages are not shown. */
const severities = [undefined, "", "warning: ", "error: "];

/** Returns the monitor that a program registers its resources with. */
export function createMonitor(deployment: Deployment, { project, stack }: { project: string; stack: string }) {
  return {
    supportsFeature: (_request: unknown, respond: Callback<Pick<SupportsFeatureResponse, "getHassupport">>) =>
      respond(null, { getHassupport: () => true }),
    // A dynamic provider has no functions.
    invoke: (_request: unknown, respond: (error: Error) => void) => respond(new Error("unknown function")),
    registerResource: async (request: RegisterResourceRequest, respond: Callback<RegisteredResource>) => {
      const state = await deployment.register(toGoal(request, project, stack));
      // After a failure the engine shuts down and answers nothing.
      if (!state) return;
      respond(null, {
        getUrn: () => state.urn,
        getId: () => state.id,
        getResult: () => 0,
        getObject: () => ({ toJavaScript: () => copyAsJson(state.outputs) }),
        getPropertydependenciesMap: () => new Map<string, never>(),
      });
    },
    registerResourceOutputs: (request: RegisterResourceOutputsRequest, respond: Callback<Record<string, never>>) => {
      const isStack = request.getUrn().includes("::pulumi:pulumi:Stack::");
      const outputs = (request.getOutputs()?.toJavaScript() ?? {}) as Fields;
      if (isStack) deployment.setOutputs(outputs);
      else deployment.setComponentOutputs(request.getUrn(), outputs);
      respond(null, {});
    },
  };
}

/** Returns the part of the engine that programs call. */
export function createEngine(report: Report) {
  return {
    log: (request: { getSeverity(): number; getMessage(): string }, respond: Callback<Record<string, never>>) => {
      const prefix = severities[request.getSeverity()];
      if (prefix !== undefined) report.print(`${prefix}${request.getMessage()}`);
      respond(null, {});
    },
    setRootResource: (_request: unknown, respond: Callback<Record<string, never>>) => respond(null, {}),
  };
}

function toGoal(request: RegisterResourceRequest, project: string, stack: string): ResourceGoal {
  refuseUnsupported(request);
  const type = request.getType();
  const name = request.getName();
  return {
    urn: createUrn({ project, stack, parent: request.getParent(), type, name }),
    type,
    name,
    custom: request.getCustom(),
    inputs: (request.getObject()?.toJavaScript() ?? {}) as Fields,
    parent: request.getParent(),
    dependencies: request.getDependenciesList(),
    provider: type === providerType ? "" : request.getProvider().split("::").slice(0, 4).join("::"),
    retainOnDelete: request.getRetainondelete() === true,
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map((alias) => toAliasUrn(alias, request, { project, stack })),
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplace(),
  };
}

function refuseUnsupported(request: RegisterResourceRequest): void {
  const options = {
    import: request.getImportid() !== "",
    protect: request.getProtect() === true,
    replaceOnChanges: request.getReplaceonchangesList().length > 0,
    transforms: request.getTransformsList().length > 0,
  };
  const [unsupported] = Object.entries(options).flatMap(([name, isUsed]) => (isUsed ? [name] : []));
  if (unsupported)
    throw new Error(`The in-process engine does not support the option ${unsupported}; use the Pulumi CLI`);
}

/** Parts that the alias does not have are those of the resource. */
function toAliasUrn(alias: Alias, request: RegisterResourceRequest, place: { project: string; stack: string }): string {
  const spec = alias.getSpec();
  if (!spec) return alias.getUrn();
  return createUrn({
    project: spec.getProject() || place.project,
    stack: spec.getStack() || place.stack,
    parent: spec.getNoparent() ? "" : spec.getParenturn() || request.getParent(),
    type: spec.getType() || request.getType(),
    name: spec.getName() || request.getName(),
  });
}

function createUrn(place: { project: string; stack: string; parent: string; type: string; name: string }): string {
  const parentType = place.parent.split("::")[2] ?? "";
  const prefix = parentType && parentType !== "pulumi:pulumi:Stack" ? `${parentType}$` : "";
  return `urn:pulumi:${[place.stack, place.project, `${prefix}${place.type}`, place.name].join("::")}`;
}
