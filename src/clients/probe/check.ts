/** What a probe looks at, as plain data: it can be made in one place and carried out in another. There is no secret in it. */
import { z } from "zod";

/** Who asks: nobody in particular, a user of Nexus by id, or whoever the stack itself comes as. */
const asker = z.union([z.literal("nobody"), z.literal("stack"), z.strictObject({ user: z.string() })]);
export type Asker = z.infer<typeof asker>;

const http = z.strictObject({
  by: z.literal("http"),
  method: z.enum(["GET", "PUT"]),
  url: z.string(),
  as: asker,
  /** Sent as text. */
  body: z.string().optional(),
});

const registry = z.strictObject({
  by: z.literal("registry"),
  /** What `/v2/` comes behind. */
  url: z.string(),
  /** The path of an image; empty for the registry itself. */
  image: z.string(),
  /** `ping` and `login` are answered by the registry itself, `pull` and `push` are of an image that is not there. */
  deed: z.enum(["ping", "login", "pull", "push"]),
  as: asker,
});

const content = z.strictObject({
  by: z.literal("content"),
  url: z.string(),
  /** The first whose password is known asks. */
  as: z.array(asker),
});

const image = z.strictObject({
  by: z.literal("image"),
  url: z.string(),
  image: z.string(),
  as: asker,
  /** Who takes the image away again. */
  removes: asker,
});

const question = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("name"), host: z.string() }),
  z.strictObject({ by: z.literal("certificate"), host: z.string(), port: z.int() }),
  http,
  registry,
  content,
  image,
]);
export type Question = z.infer<typeof question>;
export type Content = z.infer<typeof content>;
export type Image = z.infer<typeof image>;
export type OfRegistry = z.infer<typeof registry>;
export type OfHttp = z.infer<typeof http>;

/** In URLs and images: what is put there makes a name that nobody else has, as a proxy remembers what it did not find. */
export const unique = "<unique>";

/** What must come of it; `src/clients/probe/judge.ts` says what each is. */
const wishes = [
  "answers",
  "known",
  "let in",
  "let through",
  "refused",
  "login wanted",
  "open to all",
  "Docker only",
  "upstream answers",
  "realms",
] as const;

const check = z.strictObject({
  /** What it belongs to: `names`, `rights`. */
  area: z.string(),
  /** What was asked, for people: `nexus-ci pushes to docker-hosted-dev`. */
  name: z.string(),
  question,
  wish: z.enum(wishes),
  /** What is wanted of the answer, where the wish leaves it open: names of realms. */
  wanted: z.array(z.string()).optional(),
});
export type Check = z.infer<typeof check>;

export const plan = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  checks: z.array(check),
  /** What nobody asks, and why. */
  skipped: z.array(z.strictObject({ area: z.string(), name: z.string(), reason: z.string() })),
});
export type Plan = z.infer<typeof plan>;

/** What came of a question. */
export type Answer =
  | { is: "trouble"; words: string }
  | { is: "addresses"; addresses: readonly string[] }
  | { is: "certificate"; days: number; issuer: string; problem?: string }
  | Status
  | { is: "content"; images: number; seen?: { image: string; tag: string; digest: string }; wrong?: string }
  | { is: "pushed"; digest: string }
  | { is: "pushed"; wrong: string };

/** A status of HTTP, and what was said with it. */
export interface Status {
  is: "status";
  status: number;
  words: string;
  /** It is a page for people, which Nexus's API never is. */
  page?: boolean;
  /** Schemes of its challenges: `basic`, `bearer`. */
  challenges?: readonly string[];
  /** A registry lets in who has no credentials, by a token for anybody where it gives one. */
  open?: boolean;
}

/** What a check found. */
export interface Finding {
  outcome: "ok" | "warning" | "failed" | "skipped";
  /** What was seen, or why nothing was asked. */
  evidence: string;
}
