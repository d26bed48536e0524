import { toDisplayText } from "../util/display-text.ts";
import type { DriftedResource, DriftReport, FieldChange } from "./report-schemas.ts";

/** A test that passed, or why it did not. */
export interface JunitTestCase {
  suite: string;
  name: string;
  milliseconds?: number;
  failure?: { message: string; text: string };
  /** Why it was not run. */
  skipped?: string;
}

/** The report of drift as tests of JUnit's: one for each thing that drifted, one for all that did not. */
export function formatDriftJunit({ stack, drift, unmanaged, summary }: DriftReport): string {
  const cases: JunitTestCase[] = [
    { suite: "as declared", name: `${summary.same} things are as declared` },
    ...drift.map(({ noun, name, ...rest }) => ({ suite: noun, name, failure: failureOf(rest) })),
    ...unmanaged.map(({ noun, name }) => ({
      suite: noun,
      name,
      failure: { message: "nobody declared it", text: "declare it, delete it in Nexus, or name it in nexus:ignore" },
    })),
  ];
  return formatJunit(`nexus-iac drift ${stack}`, stack, cases);
}

/**
 * Tests of JUnit's, as one suite.
 *
 * @param title - what ran them
 */
export function formatJunit(title: string, suite: string, cases: readonly JunitTestCase[]): string {
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

function caseElement({ suite, name, milliseconds, failure, skipped }: JunitTestCase): string {
  const time = milliseconds === undefined ? "" : ` time="${(milliseconds / 1000).toFixed(3)}"`;
  const head = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}"${time}`;
  if (skipped !== undefined) return `${head}><skipped message="${escaped(skipped)}"/></testcase>`;
  if (!failure) return `${head}/>`;
  return `${head}><failure message="${escaped(failure.message)}">${escaped(failure.text)}</failure></testcase>`;
}

function failureOf({ missing, fields }: Pick<DriftedResource, "missing" | "fields">): {
  message: string;
  text: string;
} {
  if (missing) return { message: "is gone from Nexus", text: "the next up makes it again" };
  return { message: `differs in ${fields.map(({ path }) => path).join(", ")}`, text: fields.map(fieldText).join("; ") };
}

function fieldText({ path, before, after, secret }: FieldChange): string {
  if (secret) return `${path}: a secret is another one`;
  return `${path}: declared ${JSON.stringify(before ?? null)}, in Nexus ${JSON.stringify(after ?? null)}`;
}

/** XML 1.0 has no control characters, not even escaped: they are made toDisplayText. */
function escaped(text: string): string {
  const shown = toDisplayText(text, 2000);
  return shown.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\uD800-\uDFFF]/gu, "�");
}
