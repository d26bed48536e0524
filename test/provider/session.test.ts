import { expect, it } from "vitest";
import { Session } from "../../src/provider/session.ts";
import { resolveSettings } from "../../src/provider/settings.ts";
import { getKind } from "../support/resource-stack.ts";

/** A rejected promise without a handler would fail the test: Pulumi prints its stack trace beside the notice. */
it("a read without credentials gives one notice and no unhandled error", async () => {
  const notices: string[] = [];
  const settings = resolveSettings({ url: "http://127.0.0.1:1" }, {});
  const session = new Session(settings, (line) => notices.push(line));
  const read = () => session.tryRead(getKind("role"), async () => session.reader);
  expect(await read()).toBeUndefined();
  expect(await read()).toBeUndefined();
  await new Promise((resolve) => setImmediate(resolve));
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain("nexus:username and nexus:password are not set");
});
