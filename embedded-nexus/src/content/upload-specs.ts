/** A field of an upload by POST /v1/components. */
export interface UploadField {
  readonly name: string;
  readonly type: "STRING" | "BOOLEAN" | "FILE";
  readonly description: string | null;
  readonly optional: boolean;
  readonly group: string | null;
}

/** The fields of a format's uploads. */
export interface UploadSpec {
  readonly format: string;
  readonly multipleUpload: boolean;
  readonly componentFields: readonly UploadField[];
  readonly assetFields: readonly UploadField[];
}

const field = (name: string, more: Partial<UploadField> = {}): UploadField => {
  return { name, type: "STRING", description: null, optional: false, group: null, ...more };
};

const asset = field("asset", { type: "FILE" });

const directory = {
  description: "Destination for uploaded files (e.g. /path/to/files/)",
  group: "Component attributes",
};

const coordinates = { group: "Component coordinates" };

const oneFile = (format: string): UploadSpec => {
  return { format, multipleUpload: false, componentFields: [], assetFields: [asset] };
};

/** Upload specifications: those of the Core as in 3.71, those of other formats by the documentation. */
export const UPLOAD_SPECS: readonly UploadSpec[] = [
  {
    format: "raw",
    multipleUpload: true,
    componentFields: [field("directory", directory)],
    assetFields: [field("filename"), asset],
  },
  oneFile("apt"),
  {
    format: "maven2",
    multipleUpload: true,
    componentFields: [
      field("groupId", coordinates),
      field("artifactId", coordinates),
      field("version", coordinates),
      field("generate-pom", { type: "BOOLEAN", optional: true, ...coordinates }),
      field("packaging", { optional: true, ...coordinates }),
    ],
    assetFields: [field("classifier", { optional: true }), field("extension"), asset],
  },
  oneFile("npm"),
  oneFile("pypi"),
  {
    format: "yum",
    multipleUpload: false,
    componentFields: [field("directory", { ...directory, optional: true })],
    assetFields: [field("filename"), asset],
  },
];

/** Labels that are not the capitalized name. */
const LABELS: Readonly<Record<string, string>> = { groupId: "Group ID", artifactId: "Artifact ID" };

/** Returns the label of a field in messages about a missing one. */
export const fieldLabel = (name: string): string => LABELS[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
