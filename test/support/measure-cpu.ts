/** Setup of every test file: records the CPU time of the file, from the start of its process, for the cost reporter. */
import { afterAll } from "vitest";
import { ownCpuSeconds } from "./cpu-time.ts";

declare module "vitest" {
  interface TaskMeta {
    /** The CPU seconds of a test file and of the processes that it started and that have ended. */
    cpuSeconds?: number;
  }
}

/** The CPU seconds of earlier files of this process. They are global because Vitest may load this module again for each file. */
const recorded = globalThis as { cpuSecondsOfEarlierFiles?: number };

// Hooks that run after the tests run in reverse order, so this one is the last.
// biome-ignore lint/correctness/noEmptyPattern: Vitest goes by the pattern
afterAll(({}, file) => {
  const seconds = ownCpuSeconds();
  file.meta.cpuSeconds = seconds - (recorded.cpuSecondsOfEarlierFiles ?? 0);
  recorded.cpuSecondsOfEarlierFiles = seconds;
});
