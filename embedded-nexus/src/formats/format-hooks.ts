import type { StoredAsset } from "../content/components.ts";
import type { ContentRequest } from "../content/content-request.ts";
import { type ComponentTarget, type UploadedComponent, uploadFiles } from "../content/uploaded-component.ts";
import type { ResponseData } from "../http/responses.ts";
import type { Nexus } from "../nexus.ts";
import type { RepositoryRecord } from "../state.ts";
import { handleMavenRequest } from "./maven/maven-handler.ts";
import { uploadMavenComponent } from "./maven/maven-upload.ts";
import { rebuildMetadataOf } from "./maven/metadata-rebuild.ts";
import { handleNpmRequest, removeVersion, uploadNpmComponent } from "./npm/npm-handler.ts";
import { handlePypiRequest, uploadPypiComponent } from "./pypi/pypi-handler.ts";

/** The behavior of a format that differs from plain files by their paths. */
interface FormatHooks {
  /** Handles requests below /repository/NAME. Default: files by their paths. */
  handle?(nexus: Nexus, request: ContentRequest): ResponseData | Promise<ResponseData>;
  /** Stores a component of POST /v1/components. Default: such uploads are 404. */
  upload?(nexus: Nexus, target: ComponentTarget, component: UploadedComponent): Promise<void>;
  /** Updates the metadata of a hosted repository after the API has deleted an asset of a component. */
  afterDelete?(nexus: Nexus, repository: RepositoryRecord, deleted: StoredAsset): Promise<void>;
}

/** Images are served by the registry protocol alone, see docker/. */
const imageHooks: FormatHooks = { handle: () => ({ status: 404 }) };

/** Hooks by format; a format that is not listed has none. */
export const formatHooks: Readonly<Record<string, FormatHooks>> = {
  docker: imageHooks,
  maven2: { handle: handleMavenRequest, upload: uploadMavenComponent, afterDelete: rebuildMetadataOf },
  npm: { handle: handleNpmRequest, upload: uploadNpmComponent, afterDelete: removeVersion },
  oci: imageHooks,
  pypi: { handle: handlePypiRequest, upload: uploadPypiComponent },
  raw: { upload: uploadFiles },
  yum: { upload: uploadFiles },
};
