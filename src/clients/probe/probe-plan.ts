import { z } from "zod";

/** The account that sends a request: no credentials, the stack's own user, or a user of Nexus by id. */
const identity = z.union([z.literal("anonymous"), z.literal("stack"), z.strictObject({ user: z.string() })]);
export type ProbeIdentity = z.infer<typeof identity>;

const httpRequest = z.strictObject({
  type: z.literal("http"),
  method: z.enum(["GET", "PUT"]),
  url: z.string(),
  as: identity,
  /** Sent as text. */
  body: z.string().optional(),
});

const registryRequest = z.strictObject({
  type: z.literal("registry"),
  /** The base URL, to which `/v2/` is added. */
  url: z.string(),
  /** The path of an image. Empty for the registry itself. */
  image: z.string(),
  /** `ping` and `login` concern the registry itself, `pull` and `push` an image that does not exist. */
  operation: z.enum(["ping", "login", "pull", "push"]),
  as: identity,
});

const contentRequest = z.strictObject({
  type: z.literal("content"),
  url: z.string(),
  /** The first identity whose password is known sends the request. */
  as: z.array(identity),
});

const imageRequest = z.strictObject({
  type: z.literal("image"),
  url: z.string(),
  image: z.string(),
  as: identity,
  /** The identity that removes the image afterwards. */
  removedBy: identity,
});

const request = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("name"), host: z.string() }),
  z.strictObject({ type: z.literal("certificate"), host: z.string(), port: z.int() }),
  httpRequest,
  registryRequest,
  contentRequest,
  imageRequest,
]);
export type ProbeRequest = z.infer<typeof request>;
export type CatalogProbeRequest = z.infer<typeof contentRequest>;
export type ImageProbeRequest = z.infer<typeof imageRequest>;
export type RegistryProbeRequest = z.infer<typeof registryRequest>;
export type HttpProbeRequest = z.infer<typeof httpRequest>;

/**
 * Placeholder in URLs and images. Each run replaces it by a unique text, because a proxy remembers which content its
 * upstream does not have.
 */
export const uniquePlaceholder = "<unique>";

/** Expected results of checks; `evaluate-check.ts` has a rule for each. */
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
  /** The group in the report: `names`, `rights`. */
  area: z.string(),
  /** The title: `nexus-ci may push to docker-hosted-dev`. */
  name: z.string(),
  request,
  expectation: z.enum(expectations),
  /** Names of realms or authentication schemes, for the expectations that need them. */
  expectedValues: z.array(z.string()).optional(),
});
export type ProbeCheck = z.infer<typeof check>;

/**
 * The checks of a stack. It contains no secrets. Stacks store it in the form of stored-probe-plan.ts, so a renamed key,
 * expectation, title or reason needs an entry there.
 */
export const probePlanSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  checks: z.array(check),
  /** Checks that are not possible, with the reason. */
  skipped: z.array(z.strictObject({ area: z.string(), name: z.string(), reason: z.string() })),
});
export type ProbePlan = z.infer<typeof probePlanSchema>;

/** The response to a request. `problem` says why the content, image or certificate is wrong. */
export type ProbeResponse =
  | { type: "error"; message: string }
  | { type: "addresses"; addresses: readonly string[] }
  | { type: "certificate"; days: number; issuer: string; problem?: string }
  | StatusResponse
  | { type: "content"; images: number; sample?: { image: string; tag: string; digest: string }; problem?: string }
  | { type: "pushed"; digest: string }
  | { type: "pushed"; problem: string };

/** An HTTP status code with its message. */
export interface StatusResponse {
  type: "status";
  status: number;
  message: string;
  /** True for an HTML page, which Nexus's API never sends. */
  page?: boolean;
  /** The authentication schemes of the challenges: `basic`, `bearer`. */
  challenges?: readonly string[];
  /** True if the registry allows anonymous access, if necessary with an anonymous token. */
  open?: boolean;
}

/** The result of a check. */
export interface ProbeCheckResult {
  outcome: "ok" | "warning" | "failed" | "skipped";
  /** The response in words, or the reason why nothing was sent. */
  evidence: string;
}
