import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Wait } from "../../src/client/outage.ts";
import { Retrier } from "../../src/client/retry.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: Date.parse("2026-12-01T12:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const minutes = 60_000;
const failure = () => Promise.reject(new Error("503"));
const repeatErrors = (result: object) => ("error" in result ? {} : undefined);

function createRetrier(retryFor = 3 * minutes) {
  const retrier = new Retrier({ retryFor });
  const waits: Wait[] = [];
  retrier.outage.onWait = (wait) => waits.push(wait);
  return { retrier, waits };
}

it("announces an outage once for all requests, after some seconds, with the time until which they are repeated", async () => {
  const { retrier, waits } = createRetrier();
  const requests = [1, 2, 3].map(() => retrier.run(failure, repeatErrors).catch((error: Error) => error.message));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(waits).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(waits).toEqual([{ error: expect.any(Error), until: Date.parse("2026-12-01T12:03:00Z") }]);
  await vi.advanceTimersByTimeAsync(3 * minutes);
  expect(await Promise.all(requests)).toEqual(Array(3).fill("503; no success in 180 s (nexus:retryFor)"));
  expect(waits).toHaveLength(1);
});

it("does not announce short failures, and announces the next outage again", async () => {
  const { retrier, waits } = createRetrier();
  for (const announced of [1, 2]) {
    let isDown = true;
    const request = retrier.run(() => (isDown ? failure() : Promise.resolve("up")), repeatErrors);
    await vi.advanceTimersByTimeAsync(20_000);
    isDown = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await request).toBe("up");
    expect(waits).toHaveLength(announced);
  }
});

it("limits work to a part of an outage, while its requests continue", async () => {
  const { retrier } = createRetrier();
  let isDown = true;
  const request = retrier.run(() => (isDown ? failure() : Promise.resolve("up")), repeatErrors);
  const limited = retrier.outage.limit(request, 5_000).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(5_100);
  expect(await limited).toBe("503");
  isDown = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await request).toBe("up");
});

it("ends a delay at once when it is canceled", async () => {
  const { retrier } = createRetrier();
  const request = retrier.run(failure, repeatErrors).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(10_000);
  retrier.cancel();
  await vi.advanceTimersByTimeAsync(0);
  expect(await request).toBe("503; canceled");
});
