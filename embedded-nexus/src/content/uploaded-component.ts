import { type HttpError, validationError } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import { canAccessPath } from "../security/repository-permissions.ts";
import { uploadAsset } from "./asset-upload.ts";
import type { ContentRequest } from "./content-request.ts";

/** The hosted repository that a component is uploaded to, and the user who uploads it. */
export type ComponentTarget = Pick<ContentRequest, "repository" | "subject">;

/** A component uploaded by POST /v1/components. */
export interface UploadedComponent {
  /** Fields of the component, without the format's prefix. */
  readonly fields: Readonly<Record<string, string>>;
  readonly assets: readonly UploadedAsset[];
}

/** A file of an uploaded component, with its own fields. */
export interface UploadedAsset {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: File;
}

/** Creates the refusal of an upload that is wrong as a whole. */
export const invalidUpload = (message: string): HttpError => validationError([{ id: "*", message }]);

/**
 * Checks every path of an upload before any of them is written.
 *
 * @throws HttpError if a path has `.` or `..` segments, or the user may not edit it
 */
export function checkUploadPaths(
  nexus: Nexus,
  { repository, subject }: ComponentTarget,
  paths: readonly string[],
): void {
  for (const path of paths) {
    if (path.split("/").some((segment) => segment === "." || segment === "..")) {
      throw invalidUpload(`Path is not allowed to have '.' or '..' segments: '${path}'`);
    }
    if (!canAccessPath(nexus, subject, "edit", repository, path)) {
      throw invalidUpload(`Not authorized for requested path '${path}'`);
    }
  }
}

/** Stores the files of a component under its directory and their file names, as raw and yum do. */
export async function uploadFiles(
  nexus: Nexus,
  target: ComponentTarget,
  { fields, assets }: UploadedComponent,
): Promise<void> {
  const files = assets.map(({ fields: { filename }, file }) => {
    const path = `/${fields.directory ?? ""}/${filename}`.replace(/\/{2,}/g, "/");
    return { path, file };
  });
  checkUploadPaths(
    nexus,
    target,
    files.map(({ path }) => path),
  );
  for (const { path, file } of files) await uploadAsset(nexus, target, path, file.stream());
}
