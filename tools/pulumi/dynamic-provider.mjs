/**
 * pulumi-resource-pulumi-nodejs for a Pulumi CLI built from Go modules: runs cmd/dynamic-provider of the project's @pulumi/pulumi.
 * It also ends if the engine was killed: the engine holds the other end of stdin. Pulumi's own script starts Node.js a second
 * time to find the SDK.
 */
import { createRequire } from "node:module";
import { join } from "node:path";

process.stdin.resume().on("end", () => process.exit(1));
createRequire(join(process.cwd(), "package.json"))("@pulumi/pulumi/cmd/dynamic-provider");
