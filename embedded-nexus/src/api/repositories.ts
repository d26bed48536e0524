import { checkColumnWidths } from "../column-widths.ts";
import { defineEndpoint, type EndpointRequest, type RestEndpoint } from "../http/endpoint.ts";
import { CREATED, messageError, NO_CONTENT, ok, statusError } from "../http/responses.ts";
import { toHashOrder } from "../java-hash-order.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Nexus } from "../nexus.ts";
import { isAtLeast } from "../release.ts";
import { type RepositoryRequest, toConfiguration } from "../repositories/configuration.ts";
import { validateFacets, validateMembers } from "../repositories/facet-validation.ts";
import type { Recipe } from "../repositories/recipes.ts";
import { deleteRepository } from "../repositories/repository-removal.ts";
import { toRepositorySettings } from "../repositories/repository-settings.ts";
import { type AdminAction, canAdminister, canReadRepository, canView } from "../security/repository-permissions.ts";
import type { RepositoryConfiguration, RepositoryRecord } from "../state.ts";

/** The endpoints of all repositories, and those of each recipe that this release and edition has. */
export function repositoryEndpoints(nexus: Nexus): RestEndpoint[] {
  return [...COMMON, ...nexus.recipes.flatMap(recipeEndpoints)];
}

const COMMON: readonly RestEndpoint[] = [
  // 3.77: 200 with what may be browsed, [] for who may browse nothing.
  defineEndpoint("GET /v1/repositories", {
    handle: ({ nexus, subject, base }) => {
      const seen = nexus.state.repositories.filter((one) => canView(nexus, subject, "browse", one));
      return ok(seen.map((one) => plain(nexus, one, base)));
    },
  }),

  defineEndpoint("GET /v1/repositorySettings", {
    requiresLogin: true,
    handle: ({ nexus, subject, base }) => {
      nexus.raceEmulation.checkSettingsList();
      const seen = nexus.state.repositories.filter(({ format, name }) => canAdminister(subject, "read", format, name));
      const order = toHashOrder(seen.map((one) => one.name));
      const byName = new Map(seen.map((one) => [one.name, one]));
      return ok(
        order.flatMap((name): Json[] => {
          const repository = byName.get(name);
          return repository ? [toRepositorySettings(nexus, repository, base)] : [];
        }),
      );
    },
  }),

  // 3.71, 3.77: what the web page asks; no part of the documented API.
  defineEndpoint("GET /internal/ui/repositories/details", {
    handle: ({ nexus, subject, base }) => {
      const seen = nexus.state.repositories.filter((one) => canView(nexus, subject, "browse", one));
      return ok(seen.map((one) => detailed(nexus, one, base)));
    },
  }),

  defineEndpoint("GET /v1/repositories/{repositoryName}", {
    handle: ({ nexus, subject, param, base }) => {
      const repository = nexus.findRepository(param("repositoryName"));
      if (!repository) throw statusError(404);
      if (!canReadRepository(nexus, subject, repository)) throw statusError(403);
      return ok(plain(nexus, repository, base));
    },
  }),

  defineEndpoint("DELETE /v1/repositories/{repositoryName}", {
    requiresLogin: true,
    handle: async ({ nexus, subject, param }) => {
      const repository = nexus.findRepository(param("repositoryName"));
      if (!repository) throw statusError(404);
      demand(subject, "delete", repository);
      await deleteRepository(nexus, repository);
      await nexus.onRepositoriesChanged();
      return NO_CONTENT;
    },
  }),

  defineEndpoint("POST /v1/repositories/{repositoryName}/rebuild-index", {
    requiresLogin: true,
    handle: (call) => {
      if (operated(call).type !== "group") return NO_CONTENT;
      throw messageError(400, "You can rebuild search index of hosted or proxy repository only");
    },
  }),

  defineEndpoint("POST /v1/repositories/{repositoryName}/invalidate-cache", {
    requiresLogin: true,
    handle: (call) => {
      const repository = operated(call);
      if (repository.type === "hosted")
        throw messageError(400, "You can invalidate cache of proxy or group repository only");
      for (const proxy of proxiesOf(call.nexus, repository)) call.nexus.upstream(proxy).invalidateCache();
      return NO_CONTENT;
    },
  }),
];

/** Itself, or all that a group holds however deep. */
function proxiesOf(nexus: Nexus, repository: RepositoryRecord, seen = new Set<RepositoryRecord>()): RepositoryRecord[] {
  if (seen.has(repository)) return [];
  seen.add(repository);
  const members = nexus.memberNames(repository).flatMap((name) => nexus.findRepository(name) ?? []);
  return [
    ...(repository.type === "proxy" ? [repository] : []),
    ...members.flatMap((one) => proxiesOf(nexus, one, seen)),
  ];
}

function operated({ nexus, subject, param }: EndpointRequest): RepositoryRecord {
  const repository = nexus.findRepository(param("repositoryName"));
  if (!repository) throw messageError(404, "Repository not found");
  demand(subject, "edit", repository);
  return repository;
}

function recipeEndpoints(recipe: Recipe): RestEndpoint[] {
  const path = `/v1/repositories/${recipe.path}/${recipe.type}`;
  const body = { schema: recipe.schema };
  return [
    defineEndpoint(`GET ${path}/{repositoryName}`, {
      handle: ({ nexus, subject, param, base }) => {
        // 3.71 tells anonymous callers 403, 3.77 the 404 of who has no right.
        if (subject.kind !== "user" && !isAtLeast(nexus.release, "3.77")) throw statusError(403);
        const repository = nexus.findRepository(param("repositoryName"));
        const fits = repository?.format === recipe.format && repository.type === recipe.type;
        if (!fits || !canAdminister(subject, "read", repository.format, repository.name)) {
          throw messageError(404, "Repository not found");
        }
        return ok(toRepositorySettings(nexus, repository, base));
      },
    }),

    defineEndpoint<RepositoryRequest>(`POST ${path}`, {
      body,
      requiresLogin: true,
      handle: (call) => create(recipe, call),
    }),

    defineEndpoint<RepositoryRequest>(`PUT ${path}/{repositoryName}`, {
      body,
      requiresLogin: true,
      handle: (call) => update(recipe, call),
    }),
  ];
}

async function create(recipe: Recipe, { nexus, subject, body }: EndpointRequest<RepositoryRequest>) {
  const { name } = body;
  const { format, type } = recipe;
  const asked = understood(nexus, recipe, body);
  demand(subject, "add", { name, format });
  validateFacets(nexus, { name, format, type }, asked);
  checkColumnWidths(nexus.release, "repository", { NAME: name });
  // 3.77: unique only with its case; the same for another format or type.
  if (nexus.state.repositories.some((one) => one.name === name)) throw messageError(400, "Duplicate key");
  nexus.change(() => nexus.state.repositories.push({ name, format, type, ...asked }), frozenFor("INSERT"));
  await nexus.onRepositoriesChanged();
  return CREATED;
}

/** 3.77: through the path of another format this is not refused: what that path makes of the body takes the place. */
async function update(recipe: Recipe, { nexus, subject, body, param }: EndpointRequest<RepositoryRequest>) {
  const asked = understood(nexus, recipe, body);
  if (body.name !== param("repositoryName")) throw messageError(400, "Renaming a repository is not supported");
  const repository = nexus.findRepository(body.name);
  if (!repository) throw statusError(404);
  demand(subject, "edit", repository);
  if (asked.attributes.storage?.blobStoreName !== repository.attributes.storage?.blobStoreName) {
    throw messageError(400, "You cannot change a repository’s blob store through the API");
  }
  validateFacets(nexus, repository, asked);
  const members = repository.type === "group" ? nexus.memberNames(asked) : undefined;
  await nexus.raceEmulation.runUpdate(repository.name, members, () =>
    nexus.change(() => Object.assign(repository, asked), frozenFor("UPDATE")),
  );
  await nexus.onRepositoriesChanged();
  return NO_CONTENT;
}

/** What comes before the permission (3.71): the body made out, its blob store and its members found. */
function understood(nexus: Nexus, recipe: Recipe, body: RepositoryRequest): RepositoryConfiguration {
  const asked = toConfiguration(nexus, recipe, body);
  if (!nexus.state.blobStores.some((store) => store.name === asked.attributes.storage?.blobStoreName)) {
    throw messageError(400, "Blob store not found");
  }
  validateMembers(nexus, recipe.format, asked);
  return asked;
}

function demand(
  subject: EndpointRequest["subject"],
  action: AdminAction,
  { format, name }: Pick<RepositoryRecord, "format" | "name">,
) {
  if (!canAdminister(subject, action, format, name)) throw statusError(403);
}

/** 3.77: the database's own refusal, where other things are 503. */
const frozenFor = (statement: "INSERT" | "UPDATE") => () =>
  messageError(400, `${statement} is not allowed while the application is frozen`);

/** How it is; of a proxy also how its upstream is. */
function detailed(nexus: Nexus, repository: RepositoryRecord, base: string): JsonObject {
  const { name, format, type, online } = repository;
  const remote = type === "proxy" ? nexus.upstream(repository).status : { description: null, reason: null };
  return { name, type, format, url: `${base}/repository/${name}`, status: { online, ...remote } };
}

function plain(nexus: Nexus, repository: RepositoryRecord, base: string): JsonObject {
  const { name, format, type, online, attributes } = repository;
  const remoteUrl = attributes.proxy?.remoteUrl;
  const shown: JsonObject = {
    name,
    format,
    type,
    url: `${base}/repository/${name}`,
    attributes: type === "proxy" && remoteUrl !== undefined ? { proxy: { remoteUrl } } : {},
  };
  if (isAtLeast(nexus.release, "3.91")) shown.size = nexus.content.assets(repository).totalSize;
  if (isAtLeast(nexus.release, "3.94")) shown.online = online;
  return shown;
}
