import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { KeyedMutex, ReadWriteLock } from "../../src/util/concurrency.ts";

/** Creates a task that logs its start and end, and ends when `end` is called. */
function createTask(log: string[], name: string) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
  };
  return { run, end };
}

describe("KeyedMutex", () => {
  it("runs tasks of one key in order and tasks of other keys side by side, also after a failure", async () => {
    const log: string[] = [];
    const mutex = new KeyedMutex();
    const [a, b, c] = ["a", "b", "c"].map((name) => createTask(log, name)) as [
      ReturnType<typeof createTask>,
      ReturnType<typeof createTask>,
      ReturnType<typeof createTask>,
    ];
    const failing = mutex.run("x", () => Promise.reject(new Error("no")));
    const all = [mutex.run("x", a.run), mutex.run("x", b.run), mutex.run("y", c.run)];
    await expect(failing).rejects.toThrow("no");
    await nextTurn();
    expect(log.toSorted()).toEqual(["a begins", "c begins"]);
    for (const { end } of [a, b, c]) end();
    await Promise.all(all);
    expect(log.indexOf("b begins")).toBeGreaterThan(log.indexOf("a ends"));
  });
});

describe("ReadWriteLock", () => {
  it("runs reads side by side and each write alone, in the order of the calls", async () => {
    const log: string[] = [];
    const lock = new ReadWriteLock();
    const tasks = ["read1", "read2", "write1", "write2", "read3"].map((name) => createTask(log, name));
    const all = tasks.map(({ run }, index) => (index === 2 || index === 3 ? lock.write(run) : lock.read(run)));
    await nextTurn();
    expect(log).toEqual(["read1 begins", "read2 begins"]);
    for (const { end } of tasks) {
      end();
      await nextTurn();
    }
    await Promise.all(all);
    const at = (text: string) => log.indexOf(text);
    expect(at("write1 begins")).toBeGreaterThan(Math.max(at("read1 ends"), at("read2 ends")));
    expect(at("write2 begins")).toBeGreaterThan(at("write1 ends"));
    expect(at("read3 begins")).toBeGreaterThan(at("write2 ends"));
  });

  it("is released after a failure", async () => {
    const lock = new ReadWriteLock();
    await expect(lock.write(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(lock.read(() => Promise.resolve(1))).resolves.toBe(1);
    await expect(lock.read(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(lock.write(() => Promise.resolve(2))).resolves.toBe(2);
  });
});
