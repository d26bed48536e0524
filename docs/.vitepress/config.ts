/** The site of the documentation, which `npm run docs` builds. Its pages also read well on a Git platform, and are linked as there. */
import { cpSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { defineConfig } from "vitepress";
import { sidebar } from "./navigation.ts";

const checkout = resolve(import.meta.dirname, "../..");

/** Returns the path on the site of a file of the checkout. Git platforms show README.md as the page of its folder. */
function toSitePath(file: string): string {
  return file.replace(/^docs\//, "").replace(/\bREADME\.md$/, "index.md");
}

/** Returns the anchor of a heading as Git platforms make it. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

/** Converts a link between files of the checkout into one between pages of the site. */
function toSiteLink(href: string, page: string): string {
  if (/^(?:\w+:|#|\/)/.test(href)) return href;
  const [path = "", anchor] = href.split("#");
  const target = toSitePath(relative(checkout, resolve(dirname(page), path)));
  return `/${target}${anchor === undefined ? "" : `#${anchor}`}`;
}

export default defineConfig({
  title: "nexus-iac",
  description: "Infrastructure as code for Sonatype Nexus Repository 3, in TypeScript, on Pulumi",
  lang: "en",
  srcDir: "..",
  srcExclude: ["README.md", ".github/**", "bench/**", "dist/**", "nexus-iac-*/**", "src/**", "test/**", "tools/**"],
  rewrites: toSitePath,
  outDir: "../dist/docs",
  cacheDir: "../node_modules/.cache/vitepress",
  markdown: {
    anchor: { slugify: toAnchor },
    config: (markdown) =>
      markdown.core.ruler.push("site-links", ({ tokens, env }) => {
        for (const token of tokens.flatMap(({ children }) => children ?? [])) {
          const href = token.attrGet("href");
          if (token.type === "link_open" && href) token.attrSet("href", toSiteLink(href, env.realPath ?? env.path));
          // Braces are text, too.
          if (token.type === "code_inline") token.attrSet("v-pre", "");
        }
      }),
  },
  themeConfig: {
    nav: [
      { text: "Tutorial", link: "/tutorial" },
      { text: "Examples", link: "/examples/" },
      { text: "Reference", link: "/reference/" },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: "local" },
    docFooter: { prev: false, next: false },
  },
  // Pages link to the JSON schemas as files.
  buildEnd: ({ outDir }) => cpSync(join(checkout, "docs/schemas"), join(outDir, "schemas"), { recursive: true }),
});
