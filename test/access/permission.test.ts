import { describe, expect, it } from "vitest";
import { implies } from "../../src/access/permission.ts";

describe("a permission implies another like in Apache Shiro", () => {
  it.each([
    ["nexus:*", "nexus:users:read", true],
    ["*", "nexus:users:read", true],
    ["nexus:users", "nexus:users:read", true],
    ["nexus:users:read", "nexus:users", false],
    ["nexus:users:read,update", "nexus:users:update", true],
    ["nexus:users:read", "nexus:users:read,update", false],
    ["nexus:*:read", "nexus:users:read", true],
    ["nexus:repository-view:docker:*:read", "nexus:repository-view:docker:apps:read", true],
    ["nexus:repository-view:docker:*:read", "nexus:repository-view:maven2:apps:read", false],
    ["nexus:repository-view:*:apps:*", "nexus:repository-view:docker:apps:delete", true],
    ["NEXUS:Users:READ", "nexus:users:read", true],
    ["nexus:users:*", "nexus:*", false],
    ["nexus:users:", "nexus:users:read", true],
    [" nexus:users:read ", "nexus:users:read", true],
    ["nexus:users: read", "nexus:users:read", false],
    ["nexus::read", "nexus:users:read", false],
    ["nexus:users:read:*", "nexus:users:read", true],
    ["nexus:users:read:more", "nexus:users:read", false],
  ])("%s, %s: %s", (held, asked, expected) => {
    expect(implies(held, asked)).toBe(expected);
  });
});
