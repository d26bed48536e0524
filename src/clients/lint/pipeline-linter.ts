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
 * Creates a linter of pipeline files for a client configuration.
 *
 * @throws NamePatternError
 * @example
 * const lint = createPipelineLinter(clientConfig);
 * lint({ file: "Jenkinsfile", text }).map(({ line, message }) => `${line}: ${message}`);
 */
export function createPipelineLinter(clientConfig: ClientConfig): (source: PipelineSource) => LintFinding[] {
  const checkRegistryRules = createRegistryRuleCheck(clientConfig);
  const installPaths = (clientConfig.pipelines?.installPaths ?? []).map(pathGlobToRegExp);
  return (source) => {
    const { file, text } = source;
    const dialect = detectDialect(file);
    const lines = parseLines(source);
    const variables = collectFirstValues(lines);
    const images: ImageMention[] = findImagesInYaml(source, variables);
    const offsetFindings: OffsetFinding[] = [];
    const isInstallFile = installPaths.some((path) => path.test(file));
    for (const line of lines) {
      // A line uses the values that variables had before it.
      const resolved = resolveVariables(line, variables);
      images.push(...findImages(resolved, dialect));
      offsetFindings.push(
        ...findClearCredentials(resolved, dialect),
        ...(isInstallFile ? [] : findMirrorAddresses(resolved, clientConfig)),
      );
      for (const [name, value] of parseAssignments(line)) assignVariable(variables, name, value);
    }
    const ownNames = listOwnNames(lines, images);
    offsetFindings.push(...images.flatMap((image) => checkRegistryRules(image, ownNames)));
    const findPosition = createPositionFinder(text);
    const findings = offsetFindings.map(({ offset, ...finding }) => ({ file, ...findPosition(offset), ...finding }));
    return applyAllowComments(file, text, findings).sort(
      (a, b) => a.line - b.line || a.column - b.column || a.rule.localeCompare(b.rule),
    );
  };
}

/** Converts a path pattern: `**` matches any number of folders, `*` and `?` match within one. */
function pathGlobToRegExp(pattern: string): RegExp {
  const parts: Record<string, string> = { "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]" };
  const text = pattern.replace(/\*\*\/|\*\*|[*?]|[.+^${}()|[\]\\]/g, (part) => parts[part] ?? `\\${part}`);
  return new RegExp(`^${text}$`);
}
