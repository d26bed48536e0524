import {
  Access,
  AnonymousAccess,
  ContentSelector,
  estate,
  invariants,
  PreviewRole,
  privilege,
  pull,
  raw,
} from "nexus-iac";

const teams = ["payments", "search"];

export default estate({
  invariants: [invariants.noAllPowerfulRole],
  declare({ password }) {
    const files = new raw.Hosted("files", { storage: { writePolicy: "ALLOW_ONCE" } });

    const publishers = teams.map((team) => {
      const paths = new ContentSelector(`files-${team}`, {
        expression: `format == "raw" and path =^ "/${team}/"`,
      });
      const publish = new privilege.RepositoryContentSelector(`files-${team}-publish`, {
        contentSelector: paths.name,
        format: "raw",
        repository: files.name,
        // An upload over HTTP needs both ADD and EDIT.
        actions: ["ADD", "EDIT"],
      });
      return new Access(`${team}-publishers`, {
        description: `Publish files of ${team}`,
        privileges: [...files.privileges(...pull), publish.name],
        users: [`${team}-ci`],
        password,
      });
    });
    const readers = new Access("file-readers", {
      description: "Read files of all teams",
      privileges: files.privileges(...pull),
      users: ["deployer"],
      password,
    });
    const preview = new PreviewRole("iac-preview", { users: ["iac-preview"], password });
    new AnonymousAccess("anonymous", { enabled: false });

    const accesses = [...publishers, readers, preview];
    return { passwords: Object.assign({}, ...accesses.map(({ passwords }) => passwords)) };
  },
});
