/** Tokens with which nexus-iac itself logs in to a service. */
const serviceTokens = ["NEXUS_IAC_TOKEN", "JENKINS_API_TOKEN"];

/** Credentials that programs, Pulumi and the store of its state log in with. */
const runCredentials = [
  ...[
    "NEXUS_PASSWORD",
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_ACCESS_TOKEN",
    "GITHUB_TOKEN",
    "GITLAB_TOKEN",
    "PGPASSWORD",
  ],
  ...["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AZURE_STORAGE_KEY", "AZURE_CLIENT_SECRET", "GOOGLE_CREDENTIALS"],
];

/** Returns the environment for Pulumi: that of this process without the tokens that only nexus-iac needs. */
export function createPulumiEnvironment(): NodeJS.ProcessEnv {
  return omitVariables(serviceTokens);
}

/** Returns the environment for git and skopeo: that of this process without credentials. */
export function createToolEnvironment(): NodeJS.ProcessEnv {
  return omitVariables([...serviceTokens, ...runCredentials]);
}

function omitVariables(names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.includes(name)));
}
