/** `npm run demo`: the main job from beginning to end, on an embedded Nexus, by the real Pulumi CLI. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { Command, Option } from "commander";
import { startNexus } from "nexus-embedded";
import { applyManualChanges, manualChanges } from "./manual-changes.ts";
import { throwawayProject } from "./throwaway-project.ts";

const { stack } = new Command("npm run demo --")
  .description("Provisions an embedded Nexus by Pulumi, spoils it by hand, finds what was spoilt, and heals it.")
  .addOption(new Option("--stack <stack>", "the environment").choices(Object.keys(manualChanges)).default("lab"))
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ stack: string }>();

const password = randomBytes(12).toString("base64url");
const [nexus, upstream] = await Promise.all([startNexus({ adminPassword: password }), startNexus()]);
const project = throwawayProject("nexus-iac-demo-", stack);
const tidy = async () => {
  project.remove();
  await Promise.all([nexus.stop(), upstream.stop()]);
};

const environment = {
  ...process.env,
  PULUMI_BACKEND_URL: project.backend,
  PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("base64url"),
  PULUMI_SKIP_UPDATE_CHECK: "true",
};

/** Runs the CLI; what it prints is shown, or given back. It fails the demo when it fails. */
function pulumi(args: readonly string[], shown = true): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--stack", stack], {
      cwd: project.folder,
      env: environment,
      stdio: ["inherit", shown ? "inherit" : "pipe", "inherit"],
    });
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(output) : reject(new Error(`pulumi ${args.join(" ")} ended with ${code}`)),
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

/** What the work took: seconds, and requests to Nexus. */
async function measured(work: () => Promise<unknown>): Promise<{ seconds: string; requests: number }> {
  nexus.clearRequests();
  const started = Date.now();
  await work();
  return { seconds: ((Date.now() - started) / 1000).toFixed(1), requests: nexus.requests.length };
}

const told: string[] = [];
async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const { seconds, requests } = await measured(work);
  told.push(`${what.padEnd(34)} ${seconds.padStart(5)} s ${String(requests).padStart(5)} requests to Nexus`);
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
    `An embedded Nexus 3.94 Community Edition listens at ${nexus.url},`,
    `and a second one stands in for whatever ${stack}'s proxies fetch from.`,
  );
  await configure();

  step(`pulumi up: makes it like src/estates/${stack}.ts`);
  await timed("up, from nothing", () => pulumi(["up", "--yes", "--skip-preview"]));

  step("pulumi up, once more: there is nothing to do");
  await timed("up, unchanged", () => pulumi(["up", "--yes", "--skip-preview", "--expect-no-changes"]));

  const mischief = manualChanges[stack];
  if (!mischief) throw new Error(`no mischief for ${stack}`);
  step("Somebody changes things by hand", ...(await applyManualChanges(nexus.url, password, mischief)));

  step("pulumi refresh: finds exactly that");
  await timed("refresh, which looks at everything", () => pulumi(["refresh", "--yes", "--skip-preview", "--diff"]));

  step("pulumi up: heals it");
  await timed("up, healing", () => pulumi(["up", "--yes", "--skip-preview", "--diff"]));

  step("pulumi refresh: all is as declared");
  await pulumi(["refresh", "--yes", "--skip-preview", "--diff", "--expect-no-changes"]);

  step("That was it", ...told);
  console.log("   Nothing is left of it, and the checkout is as it was. What to try next:");
  console.log(`     - read src/estates/${stack}.ts, the page that was just provisioned`);
  console.log(`     - npm run demo -- --stack ${stack === "cwiq" ? "lab" : "cwiq"}`);
  console.log("     - npm run nexus, in another terminal: a Nexus that stays, at http://127.0.0.1:8081; then");
  console.log(`       npm run pulumi -- config set nexus:url http://127.0.0.1:8081 --stack ${stack}`);
  console.log(
    `       NEXUS_PASSWORD=admin123 npm run review -- --stack ${stack}, and look at nexus-iac-review/review.html`,
  );
  console.log(`       NEXUS_PASSWORD=admin123 npm run up -- --stack ${stack}`);
}

process.once("SIGINT", () => void tidy().finally(() => process.exit(130)));
try {
  await demo();
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await tidy();
}
