/* Patterns for the image or URL in an error message, the most reliable first. */
/** Images. The groups are `host` and `path`, or `ref` for a complete reference, and `tag`. */
export const imagePatterns: readonly RegExp[] = [
  /"?https?:\/\/(?<host>[^/\s"@]+)\/v2\/(?<path>[^\s"?]+?)\/manifests\/(?<tag>\w(?:[\w.:-]*\w)?)/,
  /(?:pushing image|uploading manifest (?<tag>[\w.:-]+) to) (?<ref>[\w.-]+(?::\d+)?\/[\w./-]+(?::\w[\w.-]*\w|:\w)?)/,
  /reading manifest (?<tag>[\w.:-]+) in (?<ref>[^\s:"]+(?::\d+\/[^\s:"]+)?)/,
  /(?:Failed to pull image|Back-off pulling image|resolve reference|resolve image|pull and unpack image|Pulling image) "(?<ref>[^"]+)"/,
  /manifest for (?<ref>\S+) not found/,
  /\b(?:docker|podman|buildah|nerdctl)(?: image)? (?:push|pull)(?: -{1,2}[\w-]+(?:=\S+)?)* (?<ref>[\w][^\s-]\S*)/,
  /\bcrane (?:pull|push|copy|delete|manifest|digest|validate)(?: \S+)*? (?<ref>[\w.-]+(?::\d+)?\/\S+)/,
  /initializing source docker:\/\/(?<ref>[^\s"]+?):? /,
  /\bdocker:\/\/(?<ref>[^\s"]+?)(?=[:,]?(?:\s|"|$))/,
  /failed to push (?<ref>[^\s:]+(?::[^\s:]+)*?): /,
  /(?:image|manifest) (?:manifest )?for (?<ref>[\w.-]+(?::\d+)?\/\S+) but failed/,
  /"?https?:\/\/(?<host>[^/\s"@]+)\/v2\/(?<path>[^\s"?]+?)\/(?:blobs|tags)\//,
  /push refers to repository \[(?<ref>[^\]\s]+)\]/,
  /\/v2\/(?<path>[^\s"?]+?)\/blobs\/uploads\/ in (?<host>[\w.-]+(?::\d+)?)/,
  /exists in (?<ref>[\w.-]+(?::\d+)?\/[\w./-]+)/,
  /pull access denied for (?<ref>[^\s,]+)/,
  /Trying to pull (?<ref>[^\s"]+?)\.{3}/,
];

/** A host without an image, in a login: `login attempt to https://HOST/v2/ failed`. */
export const loginPatterns: readonly RegExp[] = [
  /login attempt to https?:\/\/(?<host>[^/\s"@]+)\/v2\//,
  /Get "?https?:\/\/(?<host>[^/\s"@]+)\/v2\//,
  /logging into "?(?<host>[\w.-]+(?::\d+)?)/,
];

/** Other formats. The group is `url`, or `base` with the Maven coordinates. */
export const urlPatterns: readonly RegExp[] = [
  /(?:authentication|authorization) failed for (?<url>https?:\/\/[^\s,"]+)/,
  /- (?:GET|PUT|POST|DELETE) (?<url>https?:\/\/[^\s"]+)/,
  /(?:credentials not correct for|for url:|Bad Request from|Forbidden from|Unauthorized from|Failed to transfer file:) (?<url>https?:\/\/[^\s,"]+)/i,
  /\b(?:GET|PUT|HEAD|DELETE|POST) `?"?(?<url>https?:\/\/[^\s,"`]+)/,
  /artifact (?<group>[\w.-]+):(?<artifact>[\w.-]+):(?<type>[\w.-]+):(?:(?<classifier>[\w.-]+):)?(?<version>[\w.-]+)[^()]*\((?<base>https?:\/\/[^\s)]+)\)/,
  /(?:from\/to|to|in) \S+ \((?<base>https?:\/\/[^\s)]+)\)/,
  /(?<url>https?:\/\/[^\s,"'`)\]]+)/,
];
