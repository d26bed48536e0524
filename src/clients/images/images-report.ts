/** What `nexus-iac images` writes as JSON. */
import { z } from "zod";
import { imageExceptionSchema } from "./image-exceptions.ts";

/** From what is to be looked at first. */
export const imageVerdicts = ["uncovered", "undecided", "excepted", "placeholder", "covered"] as const;
export type ImageVerdict = (typeof imageVerdicts)[number];

const image = z.strictObject({
  image: z.string().meta({ description: "As it is written, with the defaults of a compose file's variables" }),
  verdict: z.enum(imageVerdicts).meta({
    description:
      "uncovered: nothing allows it. undecided: it is no image, or holds a variable without a default. excepted: nothing " +
      "but an exception allows it. placeholder: it stands for an image, `does-not-exist`. covered: the allowlist has it",
  }),
  why: z.string(),
  pulledFrom: z.string().optional().meta({ description: "Where mirror sets have it pulled from" }),
  redirect: z
    .strictObject({
      by: z.array(z.string()).meta({ description: "The mirror sets: `ImageDigestMirrorSet platform`" }),
      source: z.string(),
      fallback: z.literal(true).optional().meta({ description: "It is pulled as written where no mirror has it" }),
    })
    .optional(),
  repository: z.string().optional().meta({ description: "The repository of Nexus that it is pulled from" }),
  mutable: z.literal(true).optional().meta({ description: "Tomorrow its tag may be another image, or it has no tag" }),
  fromMirror: z
    .literal(true)
    .optional()
    .meta({ description: "An application's image, from a repository that is the platform's" }),
  nexus: z
    .enum(["present", "absent", "elsewhere", "copied", "unknown"])
    .optional()
    .meta({
      description:
        "With --look. present, absent: it is, or is not, where it is pulled from. elsewhere: it is not pulled from this Nexus, " +
        "and no hosted repository has it. copied: it is not, and one has it: `copy`. unknown: `notSeen` says why",
    }),
  copy: z.string().optional(),
  notSeen: z.string().optional(),
  exception: imageExceptionSchema.optional(),
  runs: z.array(z.string()).optional().meta({ description: "Digests of what runs" }),
  uses: z.int().meta({ description: "How many containers, services and lines ask for it" }),
  namespaces: z.array(z.string()),
  askedBy: z.array(z.string()).meta({ description: "The first of them: `demo: Pod web-1, container web`" }),
});
export type ImageResult = z.infer<typeof image>;

const mirrorSet = z.strictObject({
  kind: z.string(),
  name: z.string(),
  pulls: z.enum(["digest", "tag"]),
  source: z.string(),
  mirrors: z.array(z.string()),
  neverContactSource: z.literal(true).optional(),
  uncovered: z.array(z.string()).optional().meta({ description: "Mirrors that the allowlist does not have" }),
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
        "OperatorHub's own catalogs; absent where no file tells of them. isOff: all but `enabled` are disabled",
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

export const imagesReportSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string().meta({ description: "Of the client configuration" }),
  day: z.string().meta({ description: "On which exceptions were held against, in UTC" }),
  looked: z.boolean().meta({ description: "Whether Nexus was asked" }),
  clusters: z.array(clusterReport),
  exceptions: z.strictObject({
    ended: z.array(imageExceptionSchema),
    unused: z.array(imageExceptionSchema).meta({ description: "They excuse nothing that is uncovered" }),
  }),
});
export type ImagesReport = z.infer<typeof imagesReportSchema>;
