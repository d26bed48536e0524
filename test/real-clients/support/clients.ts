/** Real registry clients with a separate home folder for each test. */
import { writeFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import { Home, type Outcome } from "./home.ts";

/** Creates a home folder for the running test. */
function homeOfTest(): Home {
  const home = new Home();
  onTestFinished(() => home.remove());
  return home;
}

/** Creates a folder for the running test. */
export function folder(): string {
  return homeOfTest().path;
}

/** Registry clients with their own stored logins. */
export class Client {
  readonly home = homeOfTest();

  crane(...args: readonly string[]): Promise<Outcome> {
    return this.#run("crane", args);
  }

  /** Logs in by plain HTTP, as the registries of tests use no TLS. */
  skopeo(subcommand: string, ...args: readonly string[]): Promise<Outcome> {
    const clear =
      subcommand === "copy" ? ["--src-tls-verify=false", "--dest-tls-verify=false"] : ["--tls-verify=false"];
    const own = ["--authfile", this.home.file("config.json")];
    return this.#run("skopeo", ["--insecure-policy", subcommand, ...clear, ...own, ...args]);
  }

  login(registry: string, user = "admin", password = "admin123"): Promise<Outcome> {
    return this.crane("auth", "login", registry, "-u", user, "-p", password);
  }

  /** Pushes an image with one file with a text. */
  async push(image: string, text: string, ...more: readonly string[]): Promise<Outcome> {
    const name = `file-${Buffer.from(text).toString("hex").slice(0, 32)}`;
    writeFileSync(this.home.file(name), text);
    await this.#run("tar", ["--create", "--file", `${name}.tar`, name]);
    return this.crane("append", "--new_layer", this.home.file(`${name}.tar`), "--new_tag", image, ...more);
  }

  /** Returns the digest of an image, or the error message. */
  async digest(image: string): Promise<string> {
    return (await this.crane("digest", image)).output;
  }

  async #run(program: string, args: readonly string[]): Promise<Outcome> {
    const own = { DOCKER_CONFIG: this.home.path, REGISTRY_AUTH_FILE: "" };
    const { code, output } = await this.home.run(program, args, own);
    return { code, output: output.trim() };
  }
}
