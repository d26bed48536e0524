/**
 * What Nexus's API can be told and no kind tells it, each with its reason: `POST /v1/script/{name}/run`. `*` stands for
 * any text. What is not a write (GET) needs no reason.
 */
export const unsupportedOperations: Readonly<Record<string, string>> = {
  // Done once, now: a declaration says what is, not what happens.
  "POST /v1/cleanup/run": "runs the cleanup now; a task does it again and again",
  "POST /v1/tasks/{id}/*": "runs or stops a task now; its schedule is declared",
  "POST /v1/script/{name}/run": "runs a script now; a task does it again and again",
  "PUT /v1/lifecycle/*": "restarts parts of a running node",
  "PUT /v1/secrets/encryption/re-encrypt": "encrypts what is stored again, with a key that the node is configured with",
  "PUT /v1/apikeys/encryption/re-encrypt": "encrypts what is stored again, with a key that the node is configured with",
  "* /v1/recovery-mode": "a state that somebody who repairs a node puts it into, and takes it out of again",
  "* /v1/plan*": "repairs what blob stores and database disagree about, step by step",
  "POST /v1/support/*": "makes a file for Sonatype's support",
  "DELETE /v1/system/node": "makes a new identity for a copied node",
  "POST /v1/blobstores/group/convert/{name}/{newNameForOriginal}":
    "gives a blob store another name and its own to a new group: two resources would change places",

  "POST /v1/security/atlassian-crowd/clear-cache": "asks Crowd afresh, now",
  "DELETE /v1/security/ldap/cache": "asks the directory afresh, now",
  "DELETE /v1/security/user-tokens": "makes all tokens of all users void",
  "* /v1/security/users/{userId}/{realm}/user-token*": "a user's own token, which only he should see",

  // Questions, asked with a body.
  "POST /v1/email/verify": "sends a mail to see whether one arrives",
  "POST /v1/iq/verify-connection": "tries the connection that is set",
  "POST /v1/iq/test-new-connection": "tries a connection that is not set",
  "POST /v1/iq/capabilities/test": "tries a connection that is not set",
  "POST /v1/azureblobstore/test-connection": "tries a connection that is not set",
  "POST /v1/security/atlassian-crowd/verify-connection": "tries a connection that is not set",
  "POST /v1/security/ldap/verify-*": "tries a connection that is not set",
  "POST /internal/ui/security/access-check": "a question of Nexus's own pages",

  // Another way to what a kind says already.
  "POST /v1/iq/enable": "the field enabled of the IQ connection says it",
  "POST /v1/iq/disable": "the field enabled of the IQ connection says it",

  "DELETE /v1/security/ip-allowlist/entries": "all entries at once; each is a resource of its own",
  "POST /v1/security/ip-allowlist/entries/bulk": "all entries at once; each is a resource of its own",

  // Nothing to compare a declaration with.
  "* /v1/repositories/{repositoryName}/health-check":
    "nothing shows whether it is on; a capability says it for all proxies",

  // What repositories hold, and what builds do with it.
  "POST /v1/repositories/{repositoryName}/invalidate-cache": "forgets now what was fetched",
  "POST /v1/repositories/{repositoryName}/rebuild-index": "finds content for the search again, now",
  "DELETE /v1/repositories/{repositoryName}/browse": "forgets what Nexus's pages show of the content",
  "* /v1/components*": "content",
  "* /v1/assets*": "content",
  "* /v1/staging/*": "content, moved by builds",
  "* /v1/tags*": "made by builds, and put on content by them",

  // Before there is a Nexus to be told anything, or one Nexus becoming another.
  "PUT /beta/data-store": "where the node's database is: a node is configured with it before it starts",
  "* /v1/configuration*": "copies all of one Nexus into another",
};
