import type { WebPage } from "../http/web-page.ts";

/** The page of the user interface, which everyone can read (3.71). The interface itself does not exist here. */
export const rootPage: WebPage = {
  path: "",
  ignoresCredentials: true,
  handle: () => ({ status: 200, text: HTML, headers: { "Content-Type": "text/html" } }),
};

const HTML = `<!DOCTYPE html>
<html lang="en"><head><title>Sonatype Nexus Repository</title></head></html>
`;
