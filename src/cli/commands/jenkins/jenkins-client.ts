import { type Dispatcher, request } from "undici";
import { z } from "zod";
import { encodeBasicCredentials } from "../../../client/credentials.ts";
import {
  createCredentialXml,
  type JenkinsCredential,
  parseCredentialXml,
  type StoredCredential,
  updateCredentialXml,
} from "../../../clients/consumers/jenkins/credential-xml.ts";
import { toDisplayText } from "../../../util/display-text.ts";
import { parseJson } from "../../../util/json.ts";
import { CommandError } from "../../shared/failures.ts";
import { dispatcher, unreachable } from "../../shared/http.ts";

/** A Jenkins, and who comes to it. */
export interface JenkinsConnection {
  /** With its context path, where it has one. */
  url: string;
  username: string;
  /** An API token, or a password. */
  token: string;
  /** `team/app`; without it the credentials are for all of Jenkins. */
  folder?: string;
  /** Certificates (PEM) trusted beside the system's own. */
  ca?: string;
}

interface Reply {
  status: number;
  text: string;
}

const crumbShape = z.object({ crumb: z.string(), crumbRequestField: z.string() });
const rights = "the user needs Credentials/View, Credentials/Create and Credentials/Update there";
const doubt = "it may have done so all the same, and running this again puts it right";
const listShape = z.object({ credentials: z.array(z.object({ id: z.string() })) });

/** The credentials of one folder of a Jenkins, or of its root, by the API of its credentials plugin. */
export class JenkinsClient {
  readonly #at: JenkinsConnection;
  readonly #dispatcher: Dispatcher;
  /** A crumb is good in the session that it was given in. */
  #session: Record<string, string> = {};

  constructor(at: JenkinsConnection) {
    this.#at = { ...at, url: at.url.replace(/\/+$/, "") };
    this.#dispatcher = dispatcher(at.ca);
  }

  /** Where the credentials are, in words. */
  get place(): string {
    return this.#at.folder === undefined ? "all of Jenkins" : `the folder ${toDisplayText(this.#at.folder)}`;
  }

  /** Logs in, and looks whether there is such a place: before anybody types a password for it. */
  async ids(): Promise<string[]> {
    await this.#begin();
    const reply = await this.#send("GET", `${this.#store()}/api/json?tree=credentials[id]`);
    if (reply.status === 404) throw new CommandError(await this.#whyNoStore());
    const { success, data } = listShape.safeParse(parseJson(this.#good(reply, `the credentials of ${this.place}`)));
    if (!success) throw new CommandError(`${this.#at.url} gave something else than credentials: is it a Jenkins?`);
    return data.credentials.map(({ id }) => id);
  }

  /** What is shown of a credential, where there is one. */
  async look(id: string): Promise<StoredCredential | undefined> {
    const document = await this.#document(id);
    return document === undefined ? undefined : parseCredentialXml(document);
  }

  /** Creates it, or gives the one that is there another username and password. */
  async put(credential: JenkinsCredential): Promise<"created" | "updated"> {
    const { id } = credential;
    const before = await this.#document(id);
    if (before === undefined && (await this.#create(credential))) return "created";
    const document = before ?? (await this.#document(id));
    if (document === undefined) throw new CommandError(`Jenkins has ${id}, and does not show it: ${rights}`);
    assertUsernamePassword(id, parseCredentialXml(document));
    const what = `to update ${id}`;
    this.#good(await this.#change(this.#credential(id), updateCredentialXml(document, credential), what), what);
    return "updated";
  }

  /** Whether it did: somebody else may have created one meanwhile. */
  async #create(credential: JenkinsCredential): Promise<boolean> {
    const what = `to create ${credential.id}`;
    const reply = await this.#change(`${this.#store()}/createCredentials`, createCredentialXml(credential), what);
    if (reply.status === 409) return false;
    this.#good(reply, what);
    return true;
  }

  /** Where Jenkins was started anew, or the session was too long ago, in another one. */
  async #change(path: string, body: string, what: string): Promise<Reply> {
    let reply = await this.#send("POST", path, body);
    if (wantsCrumb(reply)) {
      this.#session = {};
      await this.#begin();
      reply = await this.#send("POST", path, body);
    }
    if (reply.status >= 500) throw new CommandError(`Jenkins failed ${what}: ${reply.status}: see its log; ${doubt}`);
    return reply;
  }

  close(): Promise<void> {
    return this.#dispatcher.close();
  }

  async #document(id: string): Promise<string | undefined> {
    const reply = await this.#send("GET", this.#credential(id));
    return reply.status === 404 ? undefined : this.#good(reply, `to show ${id}`);
  }

  /** The crumb, and the session that it belongs to; a Jenkins that wants none says 404. */
  async #begin(): Promise<void> {
    const reply = await this.#send("GET", "/crumbIssuer/api/json");
    if (reply.status === 404) return;
    const { success, data } = crumbShape.safeParse(parseJson(this.#good(reply, "a crumb")));
    if (!success) throw new CommandError(`${this.#at.url} gave no crumb: is it a Jenkins?`);
    this.#session = { ...this.#session, [data.crumbRequestField]: data.crumb };
  }

  #store(): string {
    const path = this.#folder();
    return `${path}/credentials/store/${path ? "folder" : "system"}/domain/_`;
  }

  #folder(): string {
    const names = this.#at.folder?.split("/").filter(Boolean) ?? [];
    return names.map((name) => `/job/${encodeURIComponent(name)}`).join("");
  }

  #credential(id: string): string {
    return `${this.#store()}/credential/${encodeURIComponent(id)}/config.xml`;
  }

  async #whyNoStore(): Promise<string> {
    const { status } = await this.#send("GET", `${this.#folder()}/api/json?tree=_class`);
    return status === 404
      ? `there is no folder ${toDisplayText(this.#at.folder ?? "")} in ${this.#at.url}, or the user may not see it: name it ` +
          "with all folders that it is in, such as team/app"
      : `${this.place} holds no credentials: it must be a folder, the credentials plugin installed; ${rights}`;
  }

  async #send(method: "GET" | "POST", path: string, body?: string): Promise<Reply> {
    const { url, username, token } = this.#at;
    try {
      const reply = await request(url + path, {
        method,
        dispatcher: this.#dispatcher,
        headers: {
          "user-agent": "nexus-iac",
          authorization: `Basic ${encodeBasicCredentials({ username, password: token })}`,
          // Without the charset Jenkins reads Latin-1.
          ...(body !== undefined && { "content-type": "application/xml; charset=utf-8" }),
          ...this.#session,
        },
        ...(body !== undefined && { body }),
      });
      this.#keepCookies(reply.headers["set-cookie"]);
      return { status: reply.statusCode, text: await reply.body.text() };
    } catch (error) {
      const more = method === "POST" ? `; ${doubt}` : "";
      throw new CommandError(`Jenkins cannot be reached at ${url}: ${toDisplayText(unreachable(error), 300)}${more}`);
    }
  }

  #keepCookies(given: string | string[] | undefined): void {
    const cookies = [given ?? []].flat().map((cookie) => cookie.split(";")[0] ?? "");
    if (!cookies.length || this.#session.cookie !== undefined) return;
    this.#session = { ...this.#session, cookie: cookies.join("; ") };
  }

  /** What Jenkins says is not repeated: it may hold what was sent. */
  #good({ status, text }: Reply, what: string): string {
    if (status === 200) return text;
    throw new CommandError(`Jenkins refused ${what}: ${status}: ${meaning(status, text)}`);
  }
}

/** @throws CommandError where the credential is something else, such as a secret text */
export function assertUsernamePassword(id: string, { isUsernamePassword }: StoredCredential): void {
  if (!isUsernamePassword)
    throw new CommandError(`${id} is no username with a password in Jenkins: delete it there, or declare another id`);
}

function wantsCrumb({ status, text }: Reply): boolean {
  return status === 403 && /valid crumb/i.test(text);
}

function meaning(status: number, text: string): string {
  if (status === 401) return "the user or the API token is not right";
  if (wantsCrumb({ status, text })) return "it took no crumb; with an API token it needs none";
  if (status === 403) return rights;
  if (status >= 300 && status < 400) return "it sends elsewhere, where no credentials are sent: give its own address";
  if (status === 404) return "there is no such thing; give Jenkins's address with its context path";
  return "see Jenkins's log";
}
