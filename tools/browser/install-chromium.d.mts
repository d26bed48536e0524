/** Types of install-chromium.mjs. */
export function installChromium(): Promise<string>;
