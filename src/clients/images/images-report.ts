import { z } from "zod";
import { imageExceptionSchema } from "./image-exceptions.ts";

/** Verdicts, the most important first. */
export const imageVerdicts = ["uncovered", "undecided", "excepted", "placeholder", "covered"] as const;
export type ImageVerdict = (typeof imageVerdicts)[number];

const image = z.strictObject({
  image: z.string().meta({ description: "The image as written, with the defaults of variables in a compose file" }),
  verdict: z.enum(imageVerdicts).meta({
    description:
      "uncovered: not in the allowlist. undecided: not an image reference, or it contains a variable without a default. " +
      "excepted: allowed by an exception only. placeholder: stands for an image, such as `does-not-exist`. " +
      "covered: in the allowlist",
  }),
  why: z.string(),
  pulledFrom: z.string().optional().meta({ description: "The reference from which mirror sets pull the image" }),
  redirect: z
    .strictObject({
      by: z.array(z.string()).meta({ description: "The mirror sets: `ImageDigestMirrorSet platform`" }),
      source: z.string(),
      fallback: z.literal(true).optional().meta({ description: "If no mirror has the image, it is pulled as written" }),
    })
    .optional(),
  repository: z.string().optional().meta({ description: "The repository in Nexus from which it is pulled" }),
  mutable: z
    .literal(true)
    .optional()
    .meta({ description: "The tag may point to another image later, or there is no tag" }),
  fromMirror: z
    .literal(true)
    .optional()
    .meta({ description: "An application image from a repository for the platform" }),
  nexus: z
    .enum(["present", "absent", "elsewhere", "copied", "unknown"])
    .optional()
    .meta({
      description:
        "With --look. present, absent: Nexus has it, or not, in the repository from which it is pulled. elsewhere: not pulled " +
        "from this Nexus, and no hosted repository has it. copied: not pulled from this Nexus, but a hosted repository " +
        "has it as `copy`. unknown: the lookup failed, see `notSeen`",
    }),
  copy: z.string().optional(),
  notSeen: z.string().optional(),
  exception: imageExceptionSchema.optional(),
  runs: z.array(z.string()).optional().meta({ description: "The digests of running containers" }),
  uses: z.int().meta({ description: "The number of containers, services and list lines that use it" }),
  namespaces: z.array(z.string()),
  askedBy: z.array(z.string()).meta({ description: "The first uses: `demo: Pod web-1, container web`" }),
});
export type ImageResult = z.infer<typeof image>;

const mirrorSet = z.strictObject({
  kind: z.string(),
  name: z.string(),
  pulls: z.enum(["digest", "tag"]),
  source: z.string(),
  mirrors: z.array(z.string()),
  neverContactSource: z.literal(true).optional(),
  uncovered: z.array(z.string()).optional().meta({ description: "Mirrors that the allowlist does not cover" }),
});

const clusterReport = z.strictObject({
  cluster: z.string(),
  summary: z.record(z.enum([...imageVerdicts, "mutable", "fromMirror", "redirected", "absent"]), z.int()),
  images: z.array(image),
  operatorHub: z
    .strictObject({ isOff: z.boolean(), enabled: z.array(z.string()), disabled: z.array(z.string()) })
    .optional()
    .meta({
      description:
        "OperatorHub's default catalogs. Absent if no file contains an OperatorHub. isOff: all except `enabled` are disabled",
    }),
  catalogs: z.array(
    z.strictObject({
      kind: z.string(),
      name: z.string(),
      namespace: z.string().optional(),
      image: z.string().optional(),
      unavailable: z.literal(true).optional(),
    }),
  ),
  mirrorSets: z.array(mirrorSet),
});
export type ClusterReport = z.infer<typeof clusterReport>;

/** The JSON report of `nexus-iac images --json`. */
export const imagesReportSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string().meta({ description: "The stack of the client configuration" }),
  day: z.string().meta({ description: "The day in UTC on which the exceptions were evaluated" }),
  looked: z.boolean().meta({ description: "True if Nexus was asked for the images (--look)" }),
  clusters: z.array(clusterReport),
  exceptions: z.strictObject({
    ended: z.array(imageExceptionSchema),
    unused: z.array(imageExceptionSchema).meta({ description: "Exceptions that match no uncovered image" }),
  }),
});
export type ImagesReport = z.infer<typeof imagesReportSchema>;
