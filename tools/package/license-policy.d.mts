/** The types of license-policy.mjs, for TypeScript. */
export function findLicense(locked: { name: string; version: string; license: string }): string;
export function isAllowedLicense(expression: string): boolean;
