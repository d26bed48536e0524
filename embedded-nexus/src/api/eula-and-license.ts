import { createHash } from "node:crypto";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { javaException, NO_CONTENT, ok, statusError } from "../http/responses.ts";

const EULA = "/v1/system/eula";
const LICENSE = "/v1/system/license";
const AGREEMENT = "the End User License Agreement at https://links.sonatype.com/products/nxrm/ce-eula";
const DISCLAIMER =
  `Use of Sonatype Nexus Repository - Community Edition is governed by ${AGREEMENT}. By returning the value from ` +
  `‘accepted:false’ to ‘accepted:true’, you acknowledge that you have read and agree to ${AGREEMENT}.`;

/** The EULA of the Community Edition. It blocks nothing, and its acceptance can be withdrawn (3.77). */
export const eulaEndpoints: readonly RestEndpoint[] = [
  defineEndpoint(`GET ${EULA}`, {
    permission: "nexus:*",
    handle: ({ nexus }) => ok({ accepted: nexus.state.settings[EULA]?.accepted ?? false, disclaimer: DISCLAIMER }),
  }),

  defineEndpoint<{ accepted?: boolean | null; disclaimer?: string | null }>(`POST ${EULA}`, {
    body: { schema: "EulaStatus" },
    permission: "nexus:*",
    handle: ({ nexus, body }) => {
      if (body.disclaimer !== DISCLAIMER) {
        throw javaException("java.lang.IllegalArgumentException", "Invalid EULA disclaimer");
      }
      nexus.change(() => {
        nexus.state.settings[EULA] = { accepted: body.accepted ?? false };
      });
      return NO_CONTENT;
    },
  }),
];

/** The license (documented). Any bytes are a valid one, and the edition does not change. The Core does not have it (3.77). */
export const licenseEndpoints: readonly RestEndpoint[] = [
  defineEndpoint(`GET ${LICENSE}`, {
    permission: "nexus:licensing:read",
    handle: ({ nexus }) => {
      const license = nexus.state.settings[LICENSE];
      if (!license) throw statusError(404);
      return ok(license);
    },
  }),

  defineEndpoint<Uint8Array>(`POST ${LICENSE}`, {
    body: "bytes",
    permission: "nexus:licensing:create",
    handle: ({ nexus, body }) => {
      const license = {
        contactName: "Contact",
        contactEmail: "contact@company.example",
        contactCompany: "Company",
        effectiveDate: "2026-01-01T00:00:00.000+00:00",
        expirationDate: "2036-01-01T00:00:00.000+00:00",
        licenseType: "Nexus Repository Pro",
        licensedUsers: "Unlimited",
        fingerprint: createHash("sha1").update(body).digest("hex"),
        features: "NexusProfessional",
      };
      nexus.change(() => {
        nexus.state.settings[LICENSE] = license;
      });
      return ok(license);
    },
  }),

  defineEndpoint(`DELETE ${LICENSE}`, {
    permission: "nexus:licensing:uninstall",
    handle: ({ nexus }) => {
      nexus.change(() => {
        nexus.state.settings[LICENSE] = null;
      });
      return NO_CONTENT;
    },
  }),
];
