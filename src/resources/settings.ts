/** Settings of a whole Nexus, of which there is one each. */
import { email } from "../kinds/email.ts";
import { type Args, NexusResource, type Options } from "./resource.ts";

/** What the settings for mail take. */
export type EmailArgs = Args<typeof email.schema>;

/**
 * How Nexus sends mail. Deleting the resource leaves Nexus without a mail server.
 *
 * ```ts
 * new Email("email", { enabled: true, host: "smtp.example", port: 25, fromAddress: "nexus@company.example" });
 * ```
 */
export class Email extends NexusResource {
  constructor(name: string, args: EmailArgs, options?: Options) {
    super(email, name, args, options);
  }
}
