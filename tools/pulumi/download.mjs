/**
 * Installs the Pulumi CLI of the SDK's own version by the SDK's automation API: download.mjs FOLDER.
 * It is a process of its own so that it can be ended at any time, and so that it has the packages of npm ci.
 */
import { subscribe } from "node:diagnostics_channel";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";

/** A network that drops packets would hold the first request for two minutes. */
const FIRST_ANSWER_MS = 8_000;

/** @param {string} reason */
function fail(reason) {
  console.error(reason);
  process.exit(1);
}

const impatience = setTimeout(fail, FIRST_ANSWER_MS, "Pulumi's site does not answer");
subscribe("undici:request:headers", () => clearTimeout(impatience));
await PulumiCommand.install({ root: process.argv[2] }).catch((error) => fail(error.message));
clearTimeout(impatience);
