import * as pulumi from "@pulumi/pulumi";

/**
 * Makes Pulumi start the stack's provider with the configuration of this run. The engine does that when a program registers
 * a resource of the provider; a program that declares none any more would delete its former resources with the
 * configuration of the last `up`: with its `nexus:deleteContent`, address and password (3.232).
 */
export function useCurrentConfiguration(): void {
  if (!pulumi.runtime.hasMonitor()) return;
  // Dynamic providers have no functions; the engine starts the provider before it learns that.
  pulumi.runtime.invoke("pulumi-nodejs:index:start", {}).catch(() => {});
}
