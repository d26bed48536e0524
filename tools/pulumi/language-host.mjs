/**
 * pulumi-language-nodejs for a Pulumi CLI built from Go modules, which do not contain the language host of Pulumi.
 *
 * The CLI starts it with the address of the engine as the last argument, reads its port from the first line of output, and
 * asks it to run the program. It starts cmd/run of the project's @pulumi/pulumi with the arguments, environment and exit codes of
 * Pulumi's own host (sdk/nodejs/cmd/pulumi-language-nodejs).
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The exit code of cmd/run if the program has reported its error itself: the engine then adds nothing. */
const REPORTED = 32;

const engine = process.argv.at(-1) ?? "";
const sdk = createRequire(sdkEntry());
const grpc = sdk("@grpc/grpc-js");
const { LanguageRuntimeService } = sdk("@pulumi/pulumi/proto/language_grpc_pb.js");
const { GetRequiredPackagesResponse, RunResponse } = sdk("@pulumi/pulumi/proto/language_pb.js");
const { PluginInfo } = sdk("@pulumi/pulumi/proto/plugin_pb.js");

function sdkEntry() {
  try {
    return createRequire(join(process.cwd(), "package.json")).resolve("@pulumi/pulumi");
  } catch {
    console.error("@pulumi/pulumi is not installed here. Have you run npm install?");
    process.exit(1);
  }
}

/** @type {import("@grpc/grpc-js").handleUnaryCall<import("@pulumi/pulumi/proto/language_pb.js").RunRequest, unknown>} */
function run({ request }, respond) {
  const info = request.getInfo();
  const options = info?.getOptions()?.toJavaScript() ?? {};
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    "root-directory": info?.getRootDirectory(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const args = [
    ...String(options.nodeargs ?? "")
      .split(" ")
      .filter(Boolean),
    sdk.resolve("@pulumi/pulumi/cmd/run"),
    ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
  const env = {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    ...(options.typescript !== false && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
  };
  const program = spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit"] });
  process.on("exit", () => program.kill("SIGKILL"));
  program.on("error", respond);
  program.on("exit", (code, signal) => {
    const response = new RunResponse();
    if (code === REPORTED) response.setBail(true);
    else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code ?? signal}`);
    respond(null, response);
  });
}

/** @returns {import("@grpc/grpc-js").handleUnaryCall<unknown, unknown>} */
const answer = (/** @type {unknown} */ response) => (_call, respond) => respond(null, response);

const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
server.addService(LanguageRuntimeService, {
  run,
  getPluginInfo: answer(new PluginInfo()),
  getRequiredPackages: answer(new GetRequiredPackagesResponse()),
});
server.bindAsync(
  "127.0.0.1:0",
  grpc.ServerCredentials.createInsecure(),
  (/** @type {Error | null} */ error, /** @type {number} */ port) => {
    if (error) throw error;
    console.log(port);
  },
);

// The engine ends this process with a signal. If the engine was killed, the end of stdin ends it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));
process.stdin.resume().on("end", () => process.exit(1));
