import { formatHooks } from "../formats/format-hooks.ts";
import { type BeanViolation, HttpError, javaException, statusError, validationError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { MultipartForm } from "./multipart-form.ts";
import { fieldLabel, UPLOAD_SPECS, type UploadSpec } from "./upload-specs.ts";
import { type ComponentTarget, invalidUpload, type UploadedComponent } from "./uploaded-component.ts";

/**
 * Handles POST /v1/components: stores the files of a form where their format wants them.
 *
 * @throws HttpError if the repository, the fields or the files are refused (texts and statuses of 3.71)
 */
export async function uploadComponent(nexus: Nexus, target: ComponentTarget, form: MultipartForm): Promise<void> {
  const { format, type } = target.repository;
  if (type !== "hosted") {
    throw invalidUpload(`Uploading components to a '${type}' type repository is unsupported, must be 'hosted'`);
  }
  const spec = UPLOAD_SPECS.find((candidate) => candidate.format === format);
  const uploadOfFormat = formatHooks[format]?.upload;
  // Uploads are emulated for some formats only.
  if (!spec || !uploadOfFormat) throw statusError(404);
  try {
    await uploadOfFormat(nexus, target, parseUpload(spec, form));
  } catch (error) {
    if (!(error instanceof HttpError) || error.response.reason === undefined) throw error;
    const { reason } = error.response;
    if (reason.startsWith("Detected"))
      throw javaException("org.sonatype.nexus.repository.InvalidContentException", reason);
    throw new HttpError({ status: 400, text: `ValidationErrorXO{id='*', message='${reason}'}`, fault: true });
  }
}

/** Assigns fields to component and assets: `raw.directory`, `raw.asset1.filename`, also without the format. */
function parseUpload(spec: UploadSpec, { fields, files }: MultipartForm): UploadedComponent {
  const prefix = `${spec.format}.`;
  const withoutPrefix = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const assets = [...files].map(([name, file]) => {
    return { name: withoutPrefix(name), fields: {} as Record<string, string>, file };
  });
  const component: Record<string, string> = {};
  const violations: BeanViolation[] = [];
  for (const [formName, value] of Object.entries(fields)) {
    const name = withoutPrefix(formName);
    const [, assetName = "", field = name] = /^(asset\d*)\.(.+)$/.exec(name) ?? [];
    const asset = assets.find((candidate) => candidate.name === assetName);
    if (asset) asset.fields[field] = value;
    else if (assetName === "" && spec.componentFields.some((known) => known.name === field)) component[field] = value;
    else violations.push({ id: name, message: `Unknown component field '${name}'` });
  }
  if (assets.length === 0) violations.unshift({ id: "*", message: "No assets found in upload" });
  for (const { name, optional } of spec.componentFields) {
    const isInPom = spec.format === "maven2" && assets.some((asset) => asset.fields.extension === "pom");
    if (optional || isInPom || assets.length === 0 || component[name]) continue;
    violations.push({ id: name, message: `Missing required component field '${fieldLabel(name)}'` });
  }
  for (const asset of assets) {
    for (const { name, optional, type } of spec.assetFields) {
      if (optional || type === "FILE" || asset.fields[name]) continue;
      const message = `Missing required asset field '${fieldLabel(name)}' on '${asset.name.slice("asset".length)}'`;
      violations.push({ id: name, message });
    }
  }
  if (violations.length > 0) throw validationError(violations);
  return { fields: component, assets };
}
