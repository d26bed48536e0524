/** `npm run nexus-api`: facts from a generated client, with what the former facts know, and their differences. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { ApiFactsFile } from "../../embedded-nexus/src/facts.ts";
import { compareFacts, formatDifferences } from "../../tools/nexus-api/differences.ts";
import { addKnownFacts } from "../../tools/nexus-api/known-facts.ts";
import { recordDocument } from "../../tools/nexus-api/known-releases.ts";
import { readClient } from "../../tools/nexus-api/read-client.ts";

const api = `
/** The version of the OpenAPI document: 3.96.0-09 */
export interface ShelvesApiCreateShelfRequest { shelfXO: ShelfXO; dryRun?: boolean; }
export interface ShelvesApiListShelvesRequest { ownerName?: string; sort?: ListSortEnum; }
export class ShelvesApi extends runtime.BaseAPI {
  async createShelfRaw(requestParameters: ShelvesApiCreateShelfRequest): Promise<runtime.ApiResponse<void>> {
    queryParameters['dry-run'] = requestParameters['dryRun'];
    headerParameters['Content-Type'] = 'application/json';
    let urlPath = \`/v1/shelves\`;
    await this.request({ path: urlPath, method: 'POST', body: ShelfXOToJSON(requestParameters['shelfXO']) });
  }
  async createShelf(requestParameters: ShelvesApiCreateShelfRequest): Promise<void> {
    await this.createShelfRaw(requestParameters);
  }
  async listShelvesRaw(requestParameters: ShelvesApiListShelvesRequest): Promise<runtime.ApiResponse<Array<ShelfXO>>> {
    queryParameters['sort'] = requestParameters['sort'];
    let urlPath = \`/v1/owners/{owner.name}/shelves\`;
    urlPath = urlPath.replace(\`{\${"owner.name"}}\`, encodeURIComponent(String(requestParameters['ownerName'])));
    await this.request({ path: urlPath, method: 'GET' });
  }
}
export const ListSortEnum = { Name: 'name', Size: 'size' } as const;
`;

const models = {
  ShelfXO: `
    export interface ShelfXO {
      colours?: Set<ShelfXOColoursEnum>;
      height: number;
      name: string;
      _open?: Date | null;
      label?: { [key: string]: string; };
      place?: PlaceXO;
    }
    export const ShelfXOColoursEnum = { Red: 'RED', DarkBlue: 'DARK_BLUE' } as const;
    export function ShelfXOFromJSONTyped(json: any): ShelfXO {
      return { 'name': json['name'], '_open': json['open'] == null ? undefined : new Date(json['open']) };
    }`,
  PlaceXO: "export interface PlaceXO { room?: string; }",
};

function readSample(): ApiFactsFile {
  const folder = mkdtempSync(join(tmpdir(), "nexus-api-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const subfolder of ["apis", "models"]) mkdirSync(join(folder, "src", subfolder), { recursive: true });
  writeFileSync(join(folder, "src/apis/ShelvesApi.ts"), api);
  for (const [name, text] of Object.entries(models)) writeFileSync(join(folder, `src/models/${name}.ts`), text);
  return readClient(folder, "a sample");
}

/** Facts of an earlier release, with bounds. */
const former: ApiFactsFile = {
  nexus: "3.94.0-12",
  origin: "a document",
  base: "/service/rest",
  operations: {
    "POST /v1/shelves": { body: { ref: "ShelfXO" }, statuses: [201] },
    "DELETE /v1/shelves": {},
  },
  schemas: {
    ShelfXO: {
      properties: {
        height: { type: "integer", minimum: 1 },
        name: { type: "string", pattern: "^[a-z]+$" },
        colours: { type: "array", items: { type: "string", enum: ["RED", "GREEN"] } },
      },
    },
  },
};

it("reads operations and schemas of a generated client", () => {
  expect(readSample()).toEqual({
    nexus: "3.96.0-09",
    origin: "a sample",
    base: "/service/rest",
    operations: {
      "POST /v1/shelves": {
        parameters: { "dry-run": { in: "query", type: "boolean" } },
        consumes: ["application/json"],
        body: { ref: "ShelfXO" },
      },
      "GET /v1/owners/{owner.name}/shelves": {
        parameters: {
          "owner.name": { in: "path", type: "string" },
          sort: { in: "query", type: "string", enum: ["name", "size"] },
        },
        returns: { type: "array", items: { ref: "ShelfXO" } },
      },
    },
    schemas: {
      PlaceXO: { type: "object", properties: { room: { type: "string" } } },
      ShelfXO: {
        type: "object",
        required: ["height", "name"],
        properties: {
          colours: { type: "array", uniqueItems: true, items: { type: "string", enum: ["RED", "DARK_BLUE"] } },
          height: { type: "number" },
          label: { type: "object", values: { type: "string" } },
          name: { type: "string" },
          open: { type: "string", format: "date-time" },
          place: { ref: "PlaceXO" },
        },
      },
    },
  });
});

it("keeps bounds, integers and statuses of the former facts", () => {
  const { operations, schemas } = addKnownFacts(readSample(), former);
  expect(operations["POST /v1/shelves"]?.statuses).toEqual([201]);
  expect(schemas.ShelfXO?.properties).toMatchObject({
    height: { type: "integer", minimum: 1 },
    name: { type: "string", pattern: "^[a-z]+$" },
  });
});

it("lists the differences, and records the releases of what is new, gone, or back", () => {
  const current = addKnownFacts(readSample(), former);
  const differences = compareFacts(former, current);
  expect(formatDifferences(differences).split("\n")).toEqual([
    "Added:",
    "  GET /v1/owners/{owner.name}/shelves",
    "  PlaceXO: room",
    "  ShelfXO: label, open, place",
    "Removed:",
    "  DELETE /v1/shelves",
    "Changed:",
    "  POST /v1/shelves: parameters: +dry-run",
    "  ShelfXO: required: +height, +name",
    "  ShelfXO.colours: values: +DARK_BLUE, -GREEN",
  ]);
  const known = {
    documents: ["3.94.0"],
    note: "",
    since: { "ShelfXO.label": "3.80.0" },
    until: { "ShelfXO.open": "3.90.0" },
  };
  expect(recordDocument(known, differences, current, former)).toEqual({
    documents: ["3.94.0", "3.96.0"],
    note: "",
    since: {
      "GET /v1/owners/{owner.name}/shelves": "3.96.0",
      "PlaceXO.room": "3.96.0",
      "ShelfXO.label": "3.80.0",
      "ShelfXO.open": "3.96.0",
      "ShelfXO.place": "3.96.0",
    },
    until: { "DELETE /v1/shelves": "3.94.0" },
  });
});
