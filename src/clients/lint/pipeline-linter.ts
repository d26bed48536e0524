/** Files of pipelines held against what an estate's runbooks forbid. */
import type { ClientConfig } from "../../client-config/client-config.ts";
import { applyAllowComments } from "./allow-comments.ts";
import { findClearCredentials } from "./clear-credentials.ts";
import { assignVariable, collectFirstValues, parseAssignments, resolveVariables } from "./file-variables.ts";
import type { ImageMention } from "./image-commands.ts";
import { findImages, findImagesInYaml, listOwnNames } from "./image-mentions.ts";
import type { LintFinding, OffsetFinding } from "./lint-finding.ts";
import { createRegistryRuleCheck, findMirrorAddresses } from "./registry-rules.ts";
import { createPositionFinder, detectDialect, type PipelineSource, parseLines } from "./source-lines.ts";

/**
 * A linter of files, as an estate's client configuration has it.
 *
 * @throws PatternError
 */
export function createPipelineLinter(clientConfig: ClientConfig): (source: PipelineSource) => LintFinding[] {
  const judge = createRegistryRuleCheck(clientConfig);
  const installs = (clientConfig.pipelines?.installPaths ?? []).map(globOf);
  return (source) => {
    const { file, text } = source;
    const dialect = detectDialect(file);
    const lines = parseLines(source);
    const variables = collectFirstValues(lines);
    const uses: ImageMention[] = findImagesInYaml(source, variables);
    const found: OffsetFinding[] = [];
    const isInstall = installs.some((path) => path.test(file));
    for (const line of lines) {
      // What a line says of a variable is worked out before it is said.
      const shown = resolveVariables(line, variables);
      uses.push(...findImages(shown, dialect));
      found.push(
        ...findClearCredentials(shown, dialect),
        ...(isInstall ? [] : findMirrorAddresses(shown, clientConfig)),
      );
      for (const [name, value] of parseAssignments(line)) assignVariable(variables, name, value);
    }
    const own = listOwnNames(lines, uses);
    found.push(...uses.flatMap((use) => judge(use, own)));
    const placeAt = createPositionFinder(text);
    const findings = found.map(({ offset, ...what }) => ({ file, ...placeAt(offset), ...what }));
    return applyAllowComments(file, text, findings).sort(
      (a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule),
    );
  };
}

/** `**` is any number of folders, `*` and `?` stay in one. */
function globOf(pattern: string): RegExp {
  const parts: Record<string, string> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };
  const text = pattern.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => parts[part] ?? `\\${part}`);
  return new RegExp(`^${text}$`);
}
