// Pulumi's entry point. Plain JavaScript, so that a Node.js that cannot run TypeScript gets a clear error.
const [major, minor] = process.versions.node.split(".").map(Number);

export default async function program() {
  if (major < 22 || (major === 22 && minor < 18)) {
    const { RunError } = await import("@pulumi/pulumi");
    throw new RunError(
      `nexus-iac needs Node.js 22.18 or later; this is ${process.versions.node}. Install a later release, or use \`npm run up\`, which brings its own`,
    );
  }
  const { run } = await import("./src/program.ts");
  return run();
}
