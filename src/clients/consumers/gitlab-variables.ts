import { createBuildVariables, createImageVariables, listImagePatterns } from "./build-variables.ts";
import { type ConsumerContext, ConsumerError, type ConsumerFile } from "./consumer-context.ts";
import { formatDotenv, formatJson } from "./file-encoding.ts";

/** The request body of GitLab's `POST /projects/:id/variables`, also for groups. */
interface Variable {
  key: string;
  value: string;
  variable_type: "env_var";
  environment_scope: string;
  protected: boolean;
  masked: boolean;
  /** True if the value contains no references to other variables. */
  raw: boolean;
}

/**
 * Creates `nexus.env` for dotenv reports, without the password, because every user who sees a job may download its
 * reports. Creates `variables.json` for GitLab's API, with the password as a masked variable.
 */
export function createGitlabFiles(context: ConsumerContext): ConsumerFile[] {
  const { user, environment = "*", protected: isProtected = true, ...build } = context.getConsumer("gitlab");
  const { username, password } = context.getCredentials(user);
  const publicVariables = { ...createBuildVariables(context, build), NEXUS_USER: username };
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
    ...Object.entries(publicVariables).map(([key, value]) => variable(key, value)),
    ...(context.image === undefined ? createProjectImageVariables(context, build.push) : []).map(([key, value]) =>
      variable(key, value, { raw: false }),
    ),
    variable("NEXUS_PASSWORD", requireMaskable(username, password), { masked: true, protected: isProtected }),
  ];
  return [
    { path: "nexus.env", text: formatDotenv(publicVariables) },
    { path: "variables.json", text: formatJson(all), secret: true },
  ];
}

/** Creates the image variables for all projects of a group. GitLab inserts the name of each project. */
function createProjectImageVariables(context: ConsumerContext, push: string): [string, string][] {
  const [pattern] = listImagePatterns(context, push).filter((pattern) => /^[^<>]*<project>$/.test(pattern));
  if (pattern === undefined) return [];
  return Object.entries(createImageVariables("$NEXUS_REGISTRY", pattern.replace("<project>", "$CI_PROJECT_NAME")));
}

/** GitLab can mask only values of one line without blanks, with at least eight characters. */
function requireMaskable(username: string, password: string): string {
  if (/^\S{8,}$/.test(password)) return password;
  throw new ConsumerError(
    `GitLab cannot mask the password of ${username}: it needs at least eight characters without blanks; ` +
      "set another one with nexus-iac rotate",
  );
}
