import { toDisplayText } from "../util/display-text.ts";
import type { Drifted, DriftReport, FieldChange } from "./schema.ts";

/** A test that passed, or why it did not. */
export interface Case {
  suite: string;
  name: string;
  milliseconds?: number;
  failure?: { message: string; text: string };
  /** Why it was not run. */
  skipped?: string;
}

/** The report of drift as tests of JUnit's: one for each thing that drifted, one for all that did not. */
export function driftJunit({ stack, drift, unmanaged, summary }: DriftReport): string {
  const cases: Case[] = [
    { suite: "as declared", name: `${summary.same} things are as declared` },
    ...drift.map(({ noun, name, ...rest }) => ({ suite: noun, name, failure: failureOf(rest) })),
    ...unmanaged.map(({ noun, name }) => ({
      suite: noun,
      name,
      failure: { message: "nobody declared it", text: "declare it, delete it in Nexus, or name it in nexus:ignore" },
    })),
  ];
  return junit(`nexus-iac drift ${stack}`, stack, cases);
}

/**
 * Tests of JUnit's, as one suite.
 *
 * @param title - what ran them
 */
export function junit(title: string, suite: string, cases: readonly Case[]): string {
  const failures = cases.filter(({ failure }) => failure).length;
  const skipped = cases.filter((one) => one.skipped !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failures}"${skipped ? ` skipped="${skipped}"` : ""}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(title)}" ${counts}>`,
    `  <testsuite name="${escaped(suite)}" ${counts}>`,
    ...cases.map(caseElement),
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}

function caseElement({ suite, name, milliseconds, failure, skipped }: Case): string {
  const time = milliseconds === undefined ? "" : ` time="${(milliseconds / 1000).toFixed(3)}"`;
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"${time}`;
  if (skipped !== undefined) return `${head}><skipped message="${escaped(skipped)}"/></testcase>`;
  if (!failure) return `${head}/>`;
  return `${head}><failure message="${escaped(failure.message)}">${escaped(failure.text)}</failure></testcase>`;
}

function failureOf({ missing, fields }: Pick<Drifted, "missing" | "fields">): { message: string; text: string } {
  if (missing) return { message: "is gone from Nexus", text: "the next up makes it again" };
  return { message: `differs in ${fields.map(({ path }) => path).join(", ")}`, text: fields.map(fieldText).join("; ") };
}

function fieldText({ path, before, after, secret }: FieldChange): string {
  if (secret) return `${path}: a secret is another one`;
  return `${path}: declared ${JSON.stringify(before ?? null)}, in Nexus ${JSON.stringify(after ?? null)}`;
}

/** XML 1.0 has no control characters, not even escaped: they are made visible. */
function escaped(text: string): string {
  const shown = toDisplayText(text, 2000);
  return shown.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\uD800-\uDFFF]/gu, "�");
}
