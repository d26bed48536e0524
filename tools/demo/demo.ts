/** `npm run demo`: provisioning, drift and repair of an embedded Nexus with the real Pulumi CLI. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { Command, Option } from "commander";
import { startNexus } from "nexus-embedded";
import { DEFAULT_RELEASE } from "nexus-embedded/facts";
import { applyManualChanges, manualChanges } from "./manual-changes.ts";
import { throwawayProject } from "./throwaway-project.ts";

const { stack } = new Command("npm run demo --")
  .description("Provisions an embedded Nexus with Pulumi, changes it by hand, finds the drift, and repairs it.")
  .addOption(new Option("--stack <stack>", "the stack to provision").choices(Object.keys(manualChanges)).default("lab"))
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 64))
  .parse()
  .opts<{ stack: string }>();

const password = randomBytes(12).toString("base64url");
const [nexus, upstream] = await Promise.all([startNexus({ adminPassword: password }), startNexus()]);
const project = throwawayProject("nexus-iac-demo-", stack);
const cleanUp = async () => {
  project.remove();
  await Promise.all([nexus.stop(), upstream.stop()]);
};

const environment = {
  ...process.env,
  PULUMI_BACKEND_URL: project.backend,
  PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("base64url"),
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // Removed with the project.
  TMPDIR: project.folder,
};

/** Runs the CLI and shows its output, or returns it. Rejects if the CLI fails. */
function pulumi(args: readonly string[], isShown = true): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--stack", stack], {
      cwd: project.folder,
      env: environment,
      stdio: ["inherit", isShown ? "inherit" : "pipe", "inherit"],
    });
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`pulumi ${args.join(" ")} exited with ${code}`)),
    );
  });
}

let steps = 0;
function step(title: string, ...lines: string[]): void {
  const bold = process.stdout.isTTY ? (text: string) => `\u001b[1m${text}\u001b[0m` : (text: string) => text;
  console.log(`\n${bold(`${++steps}  ${title}`)}`);
  for (const line of lines) console.log(`   ${line}`);
  console.log();
}

/** Returns the duration of the work and the number of requests to Nexus. */
async function measure(work: () => Promise<unknown>): Promise<{ seconds: string; requests: number }> {
  nexus.clearRequests();
  const started = Date.now();
  await work();
  return { seconds: ((Date.now() - started) / 1000).toFixed(1), requests: nexus.requests.length };
}

const measurements: string[] = [];
async function measureStep(name: string, work: () => Promise<unknown>): Promise<void> {
  const { seconds, requests } = await measure(work);
  measurements.push(
    `${name.padEnd(34)} ${seconds.padStart(5)} s ${String(requests).padStart(5)} ${requests === 1 ? "request" : "requests"} to Nexus`,
  );
}

async function configure(): Promise<void> {
  await pulumi(["stack", "init"], false);
  const upstreams = Object.keys(JSON.parse(await pulumi(["config", "get", "nexus:upstreams"], false)));
  const addresses = upstreams.flatMap((name) => [
    "--plaintext",
    `nexus:upstreams.${name}=${upstream.url}/repository/${name}/`,
  ]);
  const url = ["--plaintext", `nexus:url=${nexus.url}`];
  await pulumi(["config", "set-all", "--path", ...url, ...addresses, "--secret", `nexus:password=${password}`], false);
}

async function demo(): Promise<void> {
  step(
    "An empty Nexus",
    `An embedded Nexus ${DEFAULT_RELEASE} Community Edition listens at ${nexus.url},`,
    `and a second one replaces the upstreams of the proxies of ${stack}.`,
  );
  await configure();

  step(`pulumi up: creates everything in src/estates/${stack}.ts`);
  await measureStep("up, everything created", () => pulumi(["up", "--yes", "--skip-preview"]));

  step("pulumi up, again: no changes");
  await measureStep("up, unchanged", () => pulumi(["up", "--yes", "--skip-preview", "--expect-no-changes"]));

  const changes = manualChanges[stack];
  if (!changes) throw new Error(`No manual changes for ${stack}`);
  step("Manual changes in Nexus", ...(await applyManualChanges(nexus.url, password, changes)));

  step("pulumi refresh: finds exactly these changes");
  await measureStep("refresh, everything read", () => pulumi(["refresh", "--yes", "--skip-preview", "--diff"]));

  step("pulumi up: restores the declared state");
  await measureStep("up, repair", () => pulumi(["up", "--yes", "--skip-preview", "--diff"]));

  step("pulumi refresh: no drift");
  await pulumi(["refresh", "--yes", "--skip-preview", "--diff", "--expect-no-changes"]);

  step("Done", ...measurements);
  console.log("   The demo leaves nothing behind, and the checkout is unchanged. Next steps:");
  console.log(`     - read src/estates/${stack}.ts, the program of this demo`);
  console.log(`     - npm run demo -- --stack ${stack === "cwiq" ? "lab" : "cwiq"}`);
  console.log("     - npm run nexus, in another terminal: an embedded Nexus at http://127.0.0.1:8081; then");
  console.log(`       npm run pulumi -- config set nexus:url http://127.0.0.1:8081 --stack ${stack}`);
  console.log(
    `       NEXUS_PASSWORD=admin123 npm run review -- --stack ${stack}, and open nexus-iac-review/review.html`,
  );
  console.log(`       NEXUS_PASSWORD=admin123 npm run up -- --stack ${stack}`);
}

process.once("SIGINT", () => void cleanUp().finally(() => process.exit(130)));
try {
  await demo();
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
