import { toDisplayText } from "../util/display-text.ts";
import type { DriftedResource, DriftReport, FieldChange } from "./report-schemas.ts";

/** Represents a test case of a JUnit report: passed, failed or skipped. */
export interface JunitTestCase {
  /** The `classname` of the test case. */
  suite: string;
  name: string;
  milliseconds?: number;
  failure?: { message: string; text: string };
  /** The reason why the test was not run. */
  skipped?: string;
}

/** Formats a report of drift as JUnit XML: one failure for each drifted or unmanaged object, one success for the rest. */
export function formatDriftJunit({ stack, drift, unmanaged, summary }: DriftReport): string {
  const cases: JunitTestCase[] = [
    { suite: "as declared", name: `${summary.same} resources are as declared` },
    ...drift.map(({ noun, name, ...rest }) => ({ suite: noun, name, failure: toFailure(rest) })),
    ...unmanaged.map(({ noun, name }) => ({
      suite: noun,
      name,
      failure: { message: "is not declared", text: "declare it, delete it in Nexus, or add it to nexus:ignore" },
    })),
  ];
  return formatJunit(`nexus-iac drift ${stack}`, stack, cases);
}

/**
 * Formats test cases as JUnit XML with one suite.
 *
 * @param title - the name of the command that ran the tests
 */
export function formatJunit(title: string, suite: string, cases: readonly JunitTestCase[]): string {
  const failures = cases.filter(({ failure }) => failure).length;
  const skipped = cases.filter((testCase) => testCase.skipped !== undefined).length;
  const counts = `tests="${cases.length}" failures="${failures}"${skipped ? ` skipped="${skipped}"` : ""}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(title)}" ${counts}>`,
    `  <testsuite name="${escapeXml(suite)}" ${counts}>`,
    ...cases.map(formatTestCase),
    "  </testsuite>",
    "</testsuites>",
  ].join("\n");
}

function formatTestCase({ suite, name, milliseconds, failure, skipped }: JunitTestCase): string {
  const time = milliseconds === undefined ? "" : ` time="${(milliseconds / 1000).toFixed(3)}"`;
  const start = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"${time}`;
  if (skipped !== undefined) return `${start}><skipped message="${escapeXml(skipped)}"/></testcase>`;
  if (!failure) return `${start}/>`;
  return `${start}><failure message="${escapeXml(failure.message)}">${escapeXml(failure.text)}</failure></testcase>`;
}

function toFailure({ missing, fields }: Pick<DriftedResource, "missing" | "fields">): {
  message: string;
  text: string;
} {
  if (missing) return { message: "is missing in Nexus", text: "the next pulumi up --refresh creates it again" };
  const paths = fields.map(({ path }) => path).join(", ");
  return { message: `differs in ${paths}`, text: fields.map(formatDifference).join("; ") };
}

function formatDifference({ path, before, after, secret }: FieldChange): string {
  if (secret) return `${path}: the secret in Nexus is not the declared one`;
  return `${path}: declared ${JSON.stringify(before ?? null)}, in Nexus ${JSON.stringify(after ?? null)}`;
}

/** Escapes a text for XML 1.0, which has no control characters, not even escaped: these are made visible. */
function escapeXml(text: string): string {
  const visibleText = toDisplayText(text, 2000);
  return visibleText
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\uD800-\uDFFF]/gu, "�");
}
