import { createRisk, forEachChange, getValueChange, type RiskRule } from "./risk-rule.ts";

/** What holds content goes, or is emptied: nothing brings that back. */
export const contentLost: RiskRule = forEachChange((subject) => {
  const { kind, op } = subject;
  if (op !== "delete" && op !== "keep") return [];
  if (op === "keep" && (kind.holdsContent || kind.repository))
    return [
      createRisk(subject, "low", "content-kept", {
        reason: "is declared no more, and stays in Nexus with its content",
        consequence: "nobody looks after it from then on: access, cleanup and settings stay as they are",
      }),
    ];
  if (op === "keep") return [];
  if (kind.holdsContent)
    return [
      createRisk(subject, "high", "content-deleted", {
        reason: "is deleted with all its content",
        consequence: "nothing brings it back but a backup of the blob store and the database",
      }),
    ];
  return kind.repository
    ? [
        createRisk(subject, "medium", "repository-deleted", {
          reason: "is deleted",
          consequence:
            kind.repository.type === "proxy"
              ? "what it has cached is lost, and clients that name it find nothing"
              : "clients that name it find nothing; what its members hold stays",
        }),
      ]
    : [];
});

/** What Nexus cannot change in place is deleted and made again, empty. */
export const contentRemade: RiskRule = forEachChange((subject) => {
  const { kind, current: before, op, planned: after } = subject;
  if (op === "delete" || op === "keep" || !before || !after) return [];
  const emptied = emptyingChanges(subject);
  return emptied.map(({ path, from, to }) =>
    createRisk(subject, kind.repository?.type === "group" ? "medium" : "high", "content-remade", {
      path,
      reason: `is deleted and made again, as Nexus cannot change ${path} from ${from} to ${to} in place`,
      consequence: "all its content is lost",
    }),
  );
});

function emptyingChanges(subject: Parameters<typeof getValueChange>[0]) {
  const { kind, formerKind, current: before = {} } = subject;
  const paths = ["format", "type"] as const;
  const isOtherStore = formerKind !== undefined && kind.family === "blob store";
  if (isOtherStore) return [{ path: "type", from: formerKind.noun, to: kind.noun }];
  const others = paths.flatMap((path) => {
    const from = formerKind ? formerKind.repository?.[path] : !kind.matches(before) && before[path];
    const to = kind.repository?.[path];
    return to !== undefined && typeof from === "string" && from !== to ? [{ path, from, to }] : [];
  });
  const store = getValueChange(subject, "storage.blobStoreName");
  const moved =
    store?.before && store.after ? [{ path: "storage.blobStoreName", from: store.before, to: store.after }] : [];
  return [...others, ...moved].map(({ path, from, to }) => ({ path, from: String(from), to: String(to) }));
}

/** It answers nobody any more. */
export const takenOffline: RiskRule = forEachChange((subject) =>
  getValueChange(subject, "online")?.after === false
    ? [
        createRisk(subject, "high", "taken-offline", {
          path: "online",
          reason: "goes offline",
          consequence: "every request to it is refused (503), uploads and downloads alike",
        }),
      ]
    : [],
);
