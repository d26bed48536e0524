import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeBasicCredentials } from "../../../client/credentials.ts";
import { Redactor } from "../../../client/redactor.ts";
import type { RegistryEndpoint } from "../../../client-config/endpoint.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { CommandError } from "../../shared/failures.ts";
import type { NexusLogin } from "../../shared/nexus-login.ts";
import { signalExitCode, terminationSignals, waitForExit } from "../../shared/signals.ts";

/** An image where skopeo finds it. */
interface Spot {
  endpoint: RegistryEndpoint;
  /** With its tag or digest: `team/app:1.0`, `team/app@sha256:...`. */
  image: string;
}

/**
 * Copies an image with all its platforms, byte by byte. The credentials are in a file that only this user can read, as
 * everybody sees arguments, and it is gone at the end, also where a signal ends the copy.
 *
 * @throws CommandError in skopeo's words
 */
export async function copyWithSkopeo(from: Spot, to: Spot, entry: NexusLogin): Promise<void> {
  // Until skopeo runs and is told of them, signals do nothing: they would leave the file behind.
  const wait = () => {};
  for (const signal of terminationSignals) process.on(signal, wait);
  const folder = mkdtempSync(join(tmpdir(), "nexus-iac-promote-"));
  try {
    const secrets = new Redactor();
    secrets.add(entry.password);
    const child = spawn("skopeo", argumentsOf(from, to, entry, folder), { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    const { code, signalled } = await waitForExit(child).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new CommandError("there is no skopeo on PATH, which copies images: install it, from 1.6 on");
    });
    if (signalled) {
      rmSync(folder, { recursive: true, force: true });
      process.exit(signalExitCode(signalled));
    }
    if (code !== 0) throw new CommandError(`skopeo could not copy ${from.image}: ${reason(secrets.redact(said))}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    for (const signal of terminationSignals) process.off(signal, wait);
  }
}

function argumentsOf(from: Spot, to: Spot, entry: NexusLogin, folder: string): string[] {
  const authfile = join(folder, "auth.json");
  const { ca, insecure } = entry;
  const auth = encodeBasicCredentials(entry);
  const auths = Object.fromEntries([from, to].map(({ endpoint }) => [hostOf(endpoint), { auth }]));
  writeFileSync(authfile, JSON.stringify({ auths }), { mode: 0o600 });
  const certificates = join(folder, "certificates");
  if (ca !== undefined) {
    mkdirSync(certificates);
    writeFileSync(join(certificates, "ca.crt"), ca);
  }
  const end = (name: "src" | "dest", { endpoint }: Spot) => [
    `--${name}-authfile=${authfile}`,
    ...(endpoint.url.startsWith("http:") || insecure ? [`--${name}-tls-verify=false`] : []),
    ...(ca !== undefined ? [`--${name}-cert-dir=${certificates}`] : []),
  ];
  const place = ({ endpoint, image }: Spot) => `docker://${hostOf(endpoint)}/${endpoint.prefix}${image}`;
  return ["copy", "--all", "--preserve-digests", ...end("src", from), ...end("dest", to), place(from), place(to)];
}

/** With its port also where that is the scheme's: skopeo tries TLS on another one first. */
function hostOf({ url }: RegistryEndpoint): string {
  return url.replace(/^https?:\/\//, "");
}

/** Its last word is the one that counts. */
function reason(said: string): string {
  const lines = said.trim().split("\n");
  const [, message] = /msg="((?:[^"\\]|\\.)*)"/.exec(lines.at(-1) ?? "") ?? [];
  return toDisplayText((message ?? lines.at(-1) ?? "").replaceAll('\\"', '"'), 800) || "it says nothing";
}
