import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Redactor } from "../../../client/redactor.ts";
import type { RegistryEndpoint } from "../../../client-config/endpoint.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { createToolEnvironment } from "../../shared/child-environment.ts";
import { CommandError } from "../../shared/command-error.ts";
import type { NexusLogin } from "../../shared/nexus-login.ts";
import { signalExitCode, terminationSignals, waitForExit } from "../../shared/signals.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

/** The location of an image. */
interface SkopeoImage {
  endpoint: RegistryEndpoint;
  /** The name with tag or digest: `team/app:1.0`, `team/app@sha256:...`. */
  image: string;
}

/**
 * Copies an image with all its platforms byte for byte. The credentials are in a file with mode 0600, because arguments are
 * visible to all users of the machine. The file is removed at the end, also if a signal ends the copy; after a SIGKILL the next
 * promotion removes it.
 *
 * @throws CommandError with the error of skopeo
 */
export async function copyWithSkopeo(from: SkopeoImage, to: SkopeoImage, login: NexusLogin): Promise<void> {
  // Signals are ignored until skopeo runs and they are forwarded to it: they would leave the file behind.
  const ignore = () => {};
  for (const signal of terminationSignals) process.on(signal, ignore);
  const folder = createTemporaryFolder();
  try {
    const secrets = new Redactor();
    secrets.addCredentials(login.credentials);
    const child = spawn("skopeo", createArguments(from, to, login, folder), {
      env: createToolEnvironment(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let output = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    const { code, signalled } = await waitForExit(child).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      throw new CommandError("skopeo is not on PATH. It copies the images: install version 1.6 or later");
    });
    if (signalled) {
      rmSync(folder, { recursive: true, force: true });
      process.exit(signalExitCode(signalled));
    }
    if (code !== 0) throw new CommandError(`skopeo failed to copy ${from.image}: ${lastError(secrets.redact(output))}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    for (const signal of terminationSignals) process.off(signal, ignore);
  }
}

function createArguments(from: SkopeoImage, to: SkopeoImage, login: NexusLogin, folder: string): string[] {
  const authfile = join(folder, "auth.json");
  const { ca, insecure, clientCertificate } = login;
  const auths = Object.fromEntries(
    [from, to].map(({ endpoint }) => [
      hostOf(endpoint),
      { auth: login.credentials.valueFor(endpoint.url).replace("Basic ", "") },
    ]),
  );
  writeFileSync(authfile, JSON.stringify({ auths }), { mode: 0o600 });
  const certificates = join(folder, "certificates");
  const files = Object.entries({
    "ca.crt": ca,
    "client.cert": clientCertificate?.cert,
    "client.key": clientCertificate?.key,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (files.length) mkdirSync(certificates);
  for (const [name, text] of files) writeFileSync(join(certificates, name), text, { mode: 0o600 });
  const end = (name: "src" | "dest", { endpoint }: SkopeoImage) => [
    `--${name}-authfile=${authfile}`,
    ...(endpoint.url.startsWith("http:") || insecure ? [`--${name}-tls-verify=false`] : []),
    ...(files.length ? [`--${name}-cert-dir=${certificates}`] : []),
  ];
  const reference = ({ endpoint, image }: SkopeoImage) => `docker://${hostOf(endpoint)}/${endpoint.prefix}${image}`;
  return [
    "copy",
    "--all",
    "--preserve-digests",
    ...end("src", from),
    ...end("dest", to),
    reference(from),
    reference(to),
  ];
}

/** Keeps the port even if it is the default of the scheme: without it skopeo tries TLS on another port first. */
function hostOf({ url }: RegistryEndpoint): string {
  return url.replace(/^https?:\/\//, "");
}

/** Returns the message in the last line of skopeo's output. */
function lastError(output: string): string {
  const lines = output.trim().split("\n");
  const [, message] = /msg="((?:[^"\\]|\\.)*)"/.exec(lines.at(-1) ?? "") ?? [];
  return toDisplayText((message ?? lines.at(-1) ?? "").replaceAll('\\"', '"'), 800) || "no error message";
}
