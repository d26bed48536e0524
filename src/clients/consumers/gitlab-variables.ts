import { createBuildVariables, createImageVariables, listImagePatterns } from "./build-variables.ts";
import { type ConsumerContext, ConsumerError, type ConsumerFile } from "./consumer-context.ts";
import { formatDotenv, formatJson } from "./file-encoding.ts";

/** A body of GitLab's `POST /projects/:id/variables`, and of a group's. */
interface Variable {
  key: string;
  value: string;
  variable_type: "env_var";
  environment_scope: string;
  protected: boolean;
  masked: boolean;
  /** Nothing in the value is a reference to another variable. */
  raw: boolean;
}

/**
 * `nexus.env` for dotenv reports, which everybody may download who sees the job: without the password. `variables.json`
 * for GitLab's API, with it, masked.
 */
export function createGitlabFiles(site: ConsumerContext): ConsumerFile[] {
  const { user, environment = "*", protected: isProtected = true, ...build } = site.getConsumer("gitlab");
  const { username, password } = site.getCredentials(user);
  const open = { ...createBuildVariables(site, build), NEXUS_USER: username };
  const variable = (key: string, value: string, more: Partial<Variable> = {}): Variable => ({
    key,
    value,
    variable_type: "env_var",
    environment_scope: environment,
    protected: false,
    masked: false,
    raw: true,
    ...more,
  });
  const all = [
    ...Object.entries(open).map(([key, value]) => variable(key, value)),
    ...(site.image === undefined ? imageOfProject(site, build.push) : []).map(([key, value]) =>
      variable(key, value, { raw: false }),
    ),
    variable("NEXUS_PASSWORD", maskable(username, password), { masked: true, protected: isProtected }),
  ];
  return [
    { path: "nexus.env", text: formatDotenv(open) },
    { path: "variables.json", text: formatJson(all), secret: true },
  ];
}

/** For all projects of a group at once: GitLab puts each project's own name in. */
function imageOfProject(site: ConsumerContext, push: string): [string, string][] {
  const [pattern] = listImagePatterns(site, push).filter((one) => /^[^<>]*<project>$/.test(one));
  if (pattern === undefined) return [];
  return Object.entries(createImageVariables("$NEXUS_REGISTRY", pattern.replace("<project>", "$CI_PROJECT_NAME")));
}

/** GitLab masks values of one line without blanks, of eight characters or more. */
function maskable(username: string, password: string): string {
  if (/^\S{8,}$/.test(password)) return password;
  throw new ConsumerError(
    `GitLab cannot mask the password of ${username}: it must be of eight characters or more, without blanks; ` +
      "give it another with nexus-iac rotate",
  );
}
