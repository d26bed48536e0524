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
    /** Confirms that you have read the agreement and accept it. The only value is true. */
    accepted: z.literal(true),
  }),
  // Nexus requires the exact text of the agreement (3.77: 500 for any other); an update request sends it as part of the current object.
  endpoints: { list: "/v1/system/eula", create: "POST /v1/system/eula", update: "POST /v1/system/eula" },
});

/** The licence of a paid edition. */
export const license = defineKind({
  name: "license",
  token: "nexus:License",
  noun: "licence",
  family: "licence",
  setting: true,
  requires: { notIn: ["CORE"] },
  schema: z.strictObject({
    /** The content of the licence file, base64-encoded. Write-only: Nexus never returns it. */
    file: z
      .base64("must be the content of the licence file, base64-encoded")
      .min(1)
      .register(fieldMetadata, { writeOnly: true }),
  }),
  binaryBodyField: "file",
  // Nexus returns properties of the licence, never the file itself.
  fromNexus: (license) =>
    typeof license === "object" && license !== null && "fingerprint" in license ? { ...license, file: null } : {},
  endpoints: {
    list: "/v1/system/license",
    create: "POST /v1/system/license",
    update: "POST /v1/system/license",
    remove: "DELETE /v1/system/license",
  },
});
