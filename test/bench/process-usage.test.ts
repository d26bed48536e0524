import { execPath } from "node:process";
import { expect, it } from "vitest";
import { runProcess } from "../../bench/processes.ts";

it.runIf(process.platform === "linux")("the usage of a process includes its children", async () => {
  const work = "const end = Date.now() + 600; const all = []; while (Date.now() < end) all.push(Array(1000).fill(1));";
  const script = `require("node:child_process").execFileSync(process.execPath, ["-e", ${JSON.stringify(work)}])`;
  const [idle, busy] = await Promise.all(
    ["setTimeout(() => {}, 600)", script].map((text) => runProcess(execPath, ["-e", text], ".", {})),
  );
  expect(busy?.usage?.cpuSeconds).toBeGreaterThan(idle?.usage?.cpuSeconds ?? Number.POSITIVE_INFINITY);
  expect(busy?.usage?.peakMegabytes).toBeGreaterThan(idle?.usage?.peakMegabytes ?? Number.POSITIVE_INFINITY);
});
