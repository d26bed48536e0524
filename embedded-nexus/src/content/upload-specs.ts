/** A field of an upload by Nexus's API. */
export interface UploadField {
  readonly name: string;
  readonly type: "STRING" | "BOOLEAN" | "FILE";
  readonly description: string | null;
  readonly optional: boolean;
  readonly group: string | null;
}

/** What an upload of a format consists of. */
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

/** The Core's as 3.71 gives them, those of other formats by the documents. */
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

/** How a field is called where it is missing. */
const LABELS: Readonly<Record<string, string>> = { groupId: "Group ID", artifactId: "Artifact ID" };

export const fieldLabel = (name: string): string => LABELS[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
