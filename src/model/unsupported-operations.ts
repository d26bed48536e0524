/** The operations of Nexus's API that no kind uses, each with the reason. `*` matches any text. */
export const unsupportedOperations: Readonly<Record<string, string>> = {
  // One-time actions. A declaration describes a state, not an action.
  "POST /v1/tasks/{id}/*": "runs or stops a task once; declare the task's schedule instead",
  "PUT /v1/lifecycle/*": "restarts parts of a running node",
  "PUT /v1/secrets/encryption/re-encrypt": "re-encrypts stored secrets with a key from the node's configuration",
  "PUT /v1/apikeys/encryption/re-encrypt": "re-encrypts stored API keys with a key from the node's configuration",
  "* /v1/recovery-mode": "a temporary state while an administrator repairs a node",
  "* /v1/plan*": "repairs differences between blob stores and database step by step",
  "POST /v1/support/*": "creates a file for Sonatype's support",
  "DELETE /v1/system/node": "creates a new identity for a copied node",
  "POST /v1/blobstores/group/convert/{name}/{newNameForOriginal}":
    "renames a blob store and gives its name to a new group: two resources would swap their identities",

  "POST /v1/security/atlassian-crowd/clear-cache": "clears the cache of Crowd users once",
  "DELETE /v1/security/ldap/cache": "clears the cache of LDAP users once",
  "DELETE /v1/security/user-tokens": "invalidates the tokens of all users",
  "PUT /v1/security/jwt": "replaces the secret that signs sessions, which logs out all users",
  "* /v1/security/users/{userId}/{realm}/user-token*": "a user's own token, which only that user should see",

  // Queries that need a request body.
  "POST /v1/email/verify": "sends a test e-mail",
  "POST /v1/iq/verify-connection": "tests the stored connection",
  "POST /v1/iq/test-new-connection": "tests a connection that is not stored",
  "POST /v1/iq/capabilities/test": "tests a connection that is not stored",
  "POST /v1/azureblobstore/test-connection": "tests a connection that is not stored",
  "POST /v1/security/atlassian-crowd/verify-connection": "tests a connection that is not stored",
  "POST /v1/security/ldap/verify-*": "tests a connection that is not stored",
  "POST /internal/ui/security/access-check": "a query of Nexus's user interface",

  // Alternatives to operations that a kind uses.
  "POST /v1/iq/enable": "set the field enabled of the IQ connection instead",
  "POST /v1/iq/disable": "set the field enabled of the IQ connection instead",

  "DELETE /v1/security/ip-allowlist/entries": "deletes all entries; each entry is a separate resource",
  "POST /v1/security/ip-allowlist/entries/bulk": "creates several entries; each entry is a separate resource",

  // Nexus does not return the state, so a declaration cannot be compared with it.
  "* /v1/repositories/{repositoryName}/health-check":
    "Nexus does not return the state; declare the capability HealthCheck for all proxies instead",

  // Information about Nexus, which a declaration cannot change.
  "GET /v1/status*": "the state of the server",
  "GET /beta/status/*": "the state of the nodes",
  "GET /beta/system/information": "the state of the node",
  "GET /v1/system/node": "the identity of the node",
  "GET /v1/lifecycle/phase": "the state of the node",
  "GET /v1/blobstores/{name}/quota-status": "the state of a blob store",
  "GET /v1/monthly-metrics": "a report",
  "GET /v1/usage-history": "a report",
  "GET /v1/malicious-risk/*": "a report",
  "GET /v1/security/user-sources": "the sources of users, which result from the realms",
  "GET /v1/security/saml/metadata": "the description of Nexus for the identity provider",
  "GET /v1/security/saml/pem": "the certificate of Nexus for the identity provider",
  "GET /v1/security/ip-allowlist/current-ip": "the address of the caller",
  "GET /v1/security/user-tokens/tokens": "the tokens of all users",
  "GET /v1/iq/capabilities": "the features of the IQ Server",

  // Read by the provider or by a command, not as an object.
  "GET /v1/security/realms/available": "the realms that can be declared; the preview compares them",
  "GET /v1/tasks/templates*": "the properties of task types; the preview compares them",
  "GET /v1/security/ssl": "the certificate of another server; a Certificate with a host retrieves it",

  // Lists for the user interface.
  "GET /v1/capabilities/types": "a list for the user interface",
  "GET /v1/blobstores/google/regions/{projectId}": "a list for the user interface",
  "GET /v1/security/ldap/templates": "a list for the user interface",
  "GET /internal/ui/api/permissions": "a list for the user interface",

  // The same objects as in another list that a kind uses.
  "GET /v1/iq/audit/{repositoryName}": "the audit of one repository, which it shows also if there is none",
  "GET /v1/repositories": "has only the names; /v1/repositorySettings has all fields",
  "GET /v1/tasks/{id}": "has no more than the list",
  "GET /v1/security/roles/assignable":
    "has only the roles that the caller may give to users; /v1/security/roles has all",

  // The content of repositories, and actions of builds.
  "POST /v1/repositories/{repositoryName}/invalidate-cache": "clears the cache of a proxy once",
  "POST /v1/repositories/{repositoryName}/rebuild-index": "rebuilds the search index once",
  "DELETE /v1/repositories/{repositoryName}/browse": "clears the tree of the user interface's browse page once",
  "GET /v1/repositories/{repositoryName}/browse": "content",
  "GET /v1/search*": "content",
  "GET /v1/formats/*": "the fields of uploads",
  "* /v1/components*": "content",
  "* /v1/assets*": "content",
  "* /v1/staging/*": "content, moved by builds",
  "* /v1/tags*": "created by builds and attached to content by them",

  // The setup of a node, and the migration of one Nexus to another.
  "* /beta/data-store": "the address of the node's database, which is configured before the node starts",
  "* /v1/configuration*": "copies a complete Nexus to another",
};
