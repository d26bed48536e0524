import { z } from "zod";
import { fieldMetadata } from "../field-metadata.ts";
import { defineKind } from "../kind.ts";

/** The end user licence agreement of the Community Edition. */
export const eula = defineKind({
  name: "eula",
  token: "nexus:Eula",
  noun: "EULA",
  family: "EULA",
  setting: true,
  adminOnlyRead: true,
  requires: { since: "3.77.0" },
  schema: z.strictObject({
    /** Says that you have read the agreement, and agree. */
    accepted: z.literal(true),
  }),
  // Nexus wants the very text back that it shows (3.77: 500 for any other); an update sends what is there with it.
  endpoints: { list: "/v1/system/eula", create: "POST /v1/system/eula", update: "POST /v1/system/eula" },
});

/** What a paid edition is. */
export const license = defineKind({
  name: "license",
  token: "nexus:License",
  noun: "licence",
  family: "licence",
  setting: true,
  requires: { notIn: ["CORE"] },
  schema: z.strictObject({
    /** The licence file's bytes in base64. Nexus takes them and never shows them again. */
    file: z.base64("must be base64: the licence file's bytes").min(1).register(fieldMetadata, { writeOnly: true }),
  }),
  binaryBodyField: "file",
  // Nexus tells what the licence says, and not what it is.
  fromNexus: (license) =>
    typeof license === "object" && license !== null && "fingerprint" in license ? { ...license, file: null } : {},
  endpoints: {
    list: "/v1/system/license",
    create: "POST /v1/system/license",
    update: "POST /v1/system/license",
    remove: "DELETE /v1/system/license",
  },
});
