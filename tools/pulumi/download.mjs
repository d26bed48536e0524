/**
 * download.mjs FOLDER: installs the Pulumi CLI in the version of the SDK, by the automation API of the SDK.
 * A separate process, so that it can be ended at any time and finds the packages of npm ci.
 */
import { subscribe } from "node:diagnostics_channel";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";

/** The time limit of the first response. A network that drops packets would block for two minutes. */
const FIRST_RESPONSE_MS = 8_000;

/** @param {string} reason */
function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const timer = setTimeout(fail, FIRST_RESPONSE_MS, "no response from Pulumi's site");
subscribe("undici:request:headers", () => clearTimeout(timer));
await PulumiCommand.install({ root: process.argv[2] }).catch((error) => fail(error.message));
clearTimeout(timer);
