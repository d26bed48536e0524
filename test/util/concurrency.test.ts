import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { KeyedMutex, ReadWriteLock } from "../../src/util/concurrency.ts";

/** Work that tells when it runs, and ends when it is told to. */
function work(log: string[], name: string) {
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

describe("turns", () => {
  it("are taken one after another for a key, side by side for others, also after a failure", async () => {
    const log: string[] = [];
    const turns = new KeyedMutex();
    const [a, b, c] = ["a", "b", "c"].map((name) => work(log, name)) as [
      ReturnType<typeof work>,
      ReturnType<typeof work>,
      ReturnType<typeof work>,
    ];
    const failing = turns.run("x", () => Promise.reject(new Error("no")));
    const all = [turns.run("x", a.run), turns.run("x", b.run), turns.run("y", c.run)];
    await expect(failing).rejects.toThrow("no");
    await turn();
    expect(log.toSorted()).toEqual(["a begins", "c begins"]);
    for (const { end } of [a, b, c]) end();
    await Promise.all(all);
    expect(log.indexOf("b begins")).toBeGreaterThan(log.indexOf("a ends"));
  });
});

describe("the gate", () => {
  it("is shared by many or had alone, and who came first goes first", async () => {
    const log: string[] = [];
    const gate = new ReadWriteLock();
    const works = ["s1", "s2", "alone1", "alone2", "s3"].map((name) => work(log, name));
    const all = works.map(({ run }, index) => (index === 2 || index === 3 ? gate.write(run) : gate.read(run)));
    await turn();
    expect(log).toEqual(["s1 begins", "s2 begins"]);
    for (const { end } of works) {
      end();
      await turn();
    }
    await Promise.all(all);
    const at = (text: string) => log.indexOf(text);
    expect(at("alone1 begins")).toBeGreaterThan(Math.max(at("s1 ends"), at("s2 ends")));
    expect(at("alone2 begins")).toBeGreaterThan(at("alone1 ends"));
    expect(at("s3 begins")).toBeGreaterThan(at("alone2 ends"));
  });

  it("opens after a failure", async () => {
    const gate = new ReadWriteLock();
    await expect(gate.write(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(gate.read(() => Promise.resolve(1))).resolves.toBe(1);
    await expect(gate.read(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(gate.write(() => Promise.resolve(2))).resolves.toBe(2);
  });
});
