import { UPLOAD_SPECS, type UploadSpec } from "../content/upload-specs.ts";
import { defineEndpoint, type RestEndpoint } from "../http/endpoint.ts";
import { ok, statusError } from "../http/responses.ts";
import type { Json } from "../json.ts";

/** The fields of uploads through /v1/components, by format. */
export const formatEndpoints: readonly RestEndpoint[] = [
  defineEndpoint("GET /v1/formats/upload-specs", {
    handle: ({ nexus }) => ok(UPLOAD_SPECS.filter(({ format }) => nexus.formats.includes(format)).map(toUploadSpecXO)),
  }),

  defineEndpoint("GET /v1/formats/{format}/upload-specs", {
    handle: ({ nexus, param }) => {
      const spec = UPLOAD_SPECS.find(({ format }) => format === param("format") && nexus.formats.includes(format));
      if (!spec) throw statusError(404);
      return ok(toUploadSpecXO(spec));
    },
  }),
];

function toUploadSpecXO({ format, multipleUpload, componentFields, assetFields }: UploadSpec): Json {
  const fields = (all: UploadSpec["assetFields"]): Json => all.map((field) => ({ ...field }));
  return { format, multipleUpload, componentFields: fields(componentFields), assetFields: fields(assetFields) };
}
