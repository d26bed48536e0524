import type { RiskRule } from "./risk-rule.ts";

/** The stack itself says so: whoever sits between the program and Nexus can read the password. */
export const certificateUnchecked: RiskRule = ({ configuration }) =>
  configuration["nexus:insecure"] === "true"
    ? [
        {
          level: "medium",
          rule: "tls-checks-off",
          kind: "stack",
          noun: "stack",
          name: "nexus:insecure",
          reason: "does not check the certificate of Nexus",
          consequence: "whoever sits between can read the administrator's password and change what is declared",
        },
      ]
    : [];
