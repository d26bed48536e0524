import { z } from "zod";
import { BoundCredentials } from "../../../client/credentials.ts";
import {
  createCredentialXml,
  type JenkinsCredential,
  parseCredentialXml,
  type StoredCredential,
  updateCredentialXml,
} from "../../../clients/consumers/jenkins/credential-xml.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { parseJson } from "../../../util/json.ts";
import { CommandError } from "../../shared/command-error.ts";
import { describeUnreachable, ServiceClient } from "../../shared/service-client.ts";

/** Represents the address of a Jenkins and the login to it. */
export interface JenkinsConnection {
  /** The URL, with the context path if there is one. */
  url: string;
  username: string;
  /** An API token, or a password. */
  token: string;
  /** The folder, such as `team/app`. Default: the global credentials. */
  folder?: string;
  /** Certificates (PEM) to trust in addition to the system's. */
  ca?: string;
}

interface Reply {
  status: number;
  text: string;
}

const crumbSchema = z.object({ crumb: z.string(), crumbRequestField: z.string() });
const requiredPermissions = "The user needs Credentials/View, Credentials/Create and Credentials/Update there";
const uncertain = "The change may have taken effect. Run this command again";
const listSchema = z.object({ credentials: z.array(z.object({ id: z.string() })) });

/** Reads and writes the credentials of a Jenkins folder, or the global ones, by the API of the Credentials plugin. */
export class JenkinsClient {
  readonly #connection: JenkinsConnection;
  readonly #client: ServiceClient;
  readonly #credentials: BoundCredentials;
  /** Headers with the crumb and the session cookie. A crumb is valid only in the session it was issued in. */
  #session: Record<string, string> = {};

  constructor(connection: JenkinsConnection) {
    const { username, token, ca } = connection;
    const url = connection.url.replace(/\/+$/, "");
    this.#connection = { ...connection, url };
    this.#client = new ServiceClient(url, ca);
    this.#credentials = new BoundCredentials({ username, password: token }, [url]);
  }

  /** The place of the credentials, for messages. */
  get scope(): string {
    return this.#connection.folder === undefined
      ? "the global credentials"
      : `the folder ${toDisplayText(this.#connection.folder)}`;
  }

  /** Logs in and returns the ids of the credentials. Called first, so that a wrong folder is reported before any question. */
  async listIds(): Promise<string[]> {
    await this.#fetchCrumb();
    const reply = await this.#send("GET", `${this.#store()}/api/json?tree=credentials[id]`);
    if (reply.status === 404) throw new CommandError(await this.#explainMissingStore());
    const { success, data } = listSchema.safeParse(
      parseJson(this.#requireSuccess(reply, `to list the credentials of ${this.scope}`)),
    );
    if (!success) throw new CommandError(`Unexpected response from ${this.#connection.url}. Is it a Jenkins?`);
    return data.credentials.map(({ id }) => id);
  }

  /** Returns a credential without its password; undefined if there is none. */
  async read(id: string): Promise<StoredCredential | undefined> {
    const document = await this.#document(id);
    return document === undefined ? undefined : parseCredentialXml(document);
  }

  /** Creates the credential, or updates username and password of the existing one. */
  async createOrUpdate(credential: JenkinsCredential): Promise<"created" | "updated"> {
    const { id } = credential;
    const existing = await this.#document(id);
    if (existing === undefined && (await this.#create(credential))) return "created";
    const document = existing ?? (await this.#document(id));
    if (document === undefined)
      throw new CommandError(`Jenkins has ${id} but does not show it. ${requiredPermissions}`);
    assertUsernamePassword(id, parseCredentialXml(document));
    const action = `to update ${id}`;
    this.#requireSuccess(
      await this.#change(this.#credential(id), updateCredentialXml(document, credential), action),
      action,
    );
    return "updated";
  }

  /** Returns false if the credential exists: it may have been created concurrently. */
  async #create(credential: JenkinsCredential): Promise<boolean> {
    const action = `to create ${credential.id}`;
    const reply = await this.#change(`${this.#store()}/createCredentials`, createCredentialXml(credential), action);
    if (reply.status === 409) return false;
    this.#requireSuccess(reply, action);
    return true;
  }

  /** Sends a change. If the session is lost, because Jenkins restarted or it expired, it starts a new one and repeats the change. */
  async #change(path: string, body: string, action: string): Promise<Reply> {
    let reply = await this.#send("POST", path, body);
    if (needsCrumb(reply)) {
      this.#session = {};
      await this.#fetchCrumb();
      reply = await this.#send("POST", path, body);
    }
    if (reply.status >= 500)
      throw new CommandError(`Jenkins failed ${action}: ${reply.status}. See the log of Jenkins. ${uncertain}`);
    return reply;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #document(id: string): Promise<string | undefined> {
    const reply = await this.#send("GET", this.#credential(id));
    return reply.status === 404 ? undefined : this.#requireSuccess(reply, `to show ${id}`);
  }

  /** Fetches a crumb and its session. A Jenkins without crumbs answers 404. */
  async #fetchCrumb(): Promise<void> {
    const reply = await this.#send("GET", "/crumbIssuer/api/json");
    if (reply.status === 404) return;
    const { success, data } = crumbSchema.safeParse(parseJson(this.#requireSuccess(reply, "to issue a crumb")));
    if (!success) throw new CommandError(`No crumb in the response of ${this.#connection.url}. Is it a Jenkins?`);
    this.#session = { ...this.#session, [data.crumbRequestField]: data.crumb };
  }

  #store(): string {
    const path = this.#folder();
    return `${path}/credentials/store/${path ? "folder" : "system"}/domain/_`;
  }

  #folder(): string {
    const names = this.#connection.folder?.split("/").filter(Boolean) ?? [];
    return names.map((name) => `/job/${encodeURIComponent(name)}`).join("");
  }

  #credential(id: string): string {
    return `${this.#store()}/credential/${encodeURIComponent(id)}/config.xml`;
  }

  async #explainMissingStore(): Promise<string> {
    const { status } = await this.#send("GET", `${this.#folder()}/api/json?tree=_class`);
    return status === 404
      ? `Folder ${toDisplayText(this.#connection.folder ?? "")} not found in ${this.#connection.url}, or the user cannot see it. ` +
          "Give the full path, such as team/app"
      : `No credentials store in ${this.scope}. It must be a folder, and the Credentials plugin must be installed. ${requiredPermissions}`;
  }

  async #send(method: "GET" | "POST", path: string, body?: string): Promise<Reply> {
    const { url } = this.#connection;
    try {
      const { status, headers, text } = await this.#client.send({
        method,
        path,
        authorization: this.#credentials,
        headers: {
          // Without a charset Jenkins reads Latin-1.
          ...(body !== undefined && { "content-type": "application/xml; charset=utf-8" }),
          ...this.#session,
        },
        ...(body !== undefined && { body }),
      });
      this.#keepCookies(headers["set-cookie"]);
      return { status, text };
    } catch (error) {
      const advice = method === "POST" ? `. ${uncertain}` : "";
      throw new CommandError(
        `Cannot reach Jenkins at ${url}: ${toDisplayText(describeUnreachable(error), 300)}${advice}`,
      );
    }
  }

  #keepCookies(header: string | string[] | undefined): void {
    const cookies = [header ?? []].flat().map((cookie) => cookie.split(";")[0] ?? "");
    if (!cookies.length || this.#session.cookie !== undefined) return;
    this.#session = { ...this.#session, cookie: cookies.join("; ") };
  }

  /** Returns the body of a 200. The body of a refusal is not printed: it may contain what was sent. */
  #requireSuccess({ status, text }: Reply, action: string): string {
    if (status === 200) return text;
    throw new CommandError(`Jenkins refused ${action}: ${status}. ${adviceFor(status, text)}`);
  }
}

/** @throws CommandError if the credential has another type, such as secret text */
export function assertUsernamePassword(id: string, { isUsernamePassword }: StoredCredential): void {
  if (!isUsernamePassword)
    throw new CommandError(
      `Credential ${id} in Jenkins is not of type "Username with password". Delete it there, or declare another id`,
    );
}

function needsCrumb({ status, text }: Reply): boolean {
  return status === 403 && /valid crumb/i.test(text);
}

function adviceFor(status: number, text: string): string {
  if (status === 401) return "The user or the API token is wrong";
  if (needsCrumb({ status, text })) return "The crumb was not accepted. Use an API token, which needs no crumb";
  if (status === 403) return requiredPermissions;
  if (status >= 300 && status < 400)
    return "It redirects, and credentials are not sent to another address. Give the final address";
  if (status === 404) return "Not found. Give the address of Jenkins with its context path";
  return "See the log of Jenkins";
}
