import * as pulumi from "@pulumi/pulumi";

/** Exists in Pulumi's runtime, but not in its types. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** The keys of a stack whose values are secrets, with the command that sets them. It asks for the value. */
const commands: Readonly<Record<string, string>> = {
  "nexus:password": "pulumi config set --secret nexus:password",
  "nexus:initialPassword": "pulumi config set --secret nexus:initialPassword",
  "nexus:passwords": "pulumi config set --secret --path nexus:passwords.USER",
  "nexus:secrets": "pulumi config set --secret --path nexus:secrets.NAME",
};

/**
 * Refuses secrets that are configured without --secret: they stand as plain text in the stack's file, and in the state.
 *
 * @throws RunError
 */
export function rejectPlainSecrets(): void {
  const configured = pulumi.runtime.allConfig();
  const lines = Object.entries(commands).flatMap(([key, command]) =>
    configured[key] === undefined || isConfigSecret(key)
      ? []
      : [`${key} is stored as plain text. Run \`${command}\`, which asks for the value and encrypts it`],
  );
  if (lines.length) throw new pulumi.RunError(lines.join("\n"));
}
