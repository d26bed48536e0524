/** What a probe looks at, as plain data: it can be made in one place and carried out in another. There is no secret in it. */
import { z } from "zod";

/** Who asks: nobody in particular, a user of Nexus by id, or whoever the stack itself comes as. */
const identity = z.union([z.literal("anonymous"), z.literal("stack"), z.strictObject({ user: z.string() })]);
export type ProbeIdentity = z.infer<typeof identity>;

const http = z.strictObject({
  type: z.literal("http"),
  method: z.enum(["GET", "PUT"]),
  url: z.string(),
  as: identity,
  /** Sent as text. */
  body: z.string().optional(),
});

const registry = z.strictObject({
  type: z.literal("registry"),
  /** What `/v2/` comes behind. */
  url: z.string(),
  /** The path of an image; empty for the registry itself. */
  image: z.string(),
  /** `ping` and `login` are answered by the registry itself, `pull` and `push` are of an image that is not there. */
  operation: z.enum(["ping", "login", "pull", "push"]),
  as: identity,
});

const content = z.strictObject({
  type: z.literal("content"),
  url: z.string(),
  /** The first whose password is known asks. */
  as: z.array(identity),
});

const image = z.strictObject({
  type: z.literal("image"),
  url: z.string(),
  image: z.string(),
  as: identity,
  /** Who takes the image away again. */
  removedBy: identity,
});

const request = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("name"), host: z.string() }),
  z.strictObject({ type: z.literal("certificate"), host: z.string(), port: z.int() }),
  http,
  registry,
  content,
  image,
]);
export type ProbeRequest = z.infer<typeof request>;
export type ContentRequest = z.infer<typeof content>;
export type ImageRequest = z.infer<typeof image>;
export type RegistryRequest = z.infer<typeof registry>;
export type HttpRequest = z.infer<typeof http>;

/** In URLs and images: what is put there makes a name that nobody else has, as a proxy remembers what it did not find. */
export const uniquePlaceholder = "<unique>";

/** What must come of it; `src/clients/probe/evaluate-check.ts` says what each is. */
const expectations = [
  "responds",
  "authenticated",
  "allowed",
  "allowed by proxy",
  "denied",
  "login required",
  "anonymous allowed",
  "Docker only",
  "upstream responds",
  "realms",
] as const;

const check = z.strictObject({
  /** What it belongs to: `names`, `rights`. */
  area: z.string(),
  /** What was asked, for people: `nexus-ci pushes to docker-hosted-dev`. */
  name: z.string(),
  request,
  expectation: z.enum(expectations),
  /** What is wanted of the answer, where the expectation leaves it open: names of realms. */
  expectedValues: z.array(z.string()).optional(),
});
export type ProbeCheck = z.infer<typeof check>;

export const probePlan = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  checks: z.array(check),
  /** What nobody asks, and why. */
  skipped: z.array(z.strictObject({ area: z.string(), name: z.string(), reason: z.string() })),
});
export type ProbePlan = z.infer<typeof probePlan>;

/** What came of a request. */
export type ProbeResponse =
  | { type: "error"; message: string }
  | { type: "addresses"; addresses: readonly string[] }
  | { type: "certificate"; days: number; issuer: string; problem?: string }
  | StatusResponse
  | { type: "content"; images: number; sample?: { image: string; tag: string; digest: string }; problem?: string }
  | { type: "pushed"; digest: string }
  | { type: "pushed"; problem: string };

/** A status of HTTP, and what was said with it. */
export interface StatusResponse {
  type: "status";
  status: number;
  message: string;
  /** It is a page for people, which Nexus's API never is. */
  page?: boolean;
  /** Schemes of its challenges: `basic`, `bearer`. */
  challenges?: readonly string[];
  /** A registry lets in who has no credentials, by a token for anybody where it gives one. */
  open?: boolean;
}

/** What a check found. */
export interface CheckResult {
  outcome: "ok" | "warning" | "failed" | "skipped";
  /** What was sample, or why nothing was asked. */
  evidence: string;
}
