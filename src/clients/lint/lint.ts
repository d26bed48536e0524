/** Files of pipelines held against what an estate's runbooks forbid. */
import type { ClientConfig } from "../../client-config/client-config.ts";
import { withoutAllowed } from "./allowed.ts";
import type { Use } from "./commands.ts";
import { credentialsIn } from "./credentials.ts";
import type { Finding, Found } from "./finding.ts";
import { imagesIn, imagesInYaml, ownNames } from "./images.ts";
import { judgeOf, mirrorsIn } from "./registries.ts";
import { dialectOf, linesOf, placesIn, type Source } from "./source.ts";
import { assign, assignmentsIn, firstValues, resolved } from "./variables.ts";

/**
 * A linter of files, as an estate's client configuration has it.
 *
 * @throws PatternError
 */
export function pipelineLinter(clientConfig: ClientConfig): (source: Source) => Finding[] {
  const judge = judgeOf(clientConfig);
  const installs = (clientConfig.pipelines?.installPaths ?? []).map(globOf);
  return (source) => {
    const { file, text } = source;
    const dialect = dialectOf(file);
    const lines = linesOf(source);
    const variables = firstValues(lines);
    const uses: Use[] = imagesInYaml(source, variables);
    const found: Found[] = [];
    const isInstall = installs.some((path) => path.test(file));
    for (const line of lines) {
      // What a line says of a variable is worked out before it is said.
      const shown = resolved(line, variables);
      uses.push(...imagesIn(shown, dialect));
      found.push(...credentialsIn(shown, dialect), ...(isInstall ? [] : mirrorsIn(shown, clientConfig)));
      for (const [name, value] of assignmentsIn(line)) assign(variables, name, value);
    }
    const own = ownNames(lines, uses);
    found.push(...uses.flatMap((use) => judge(use, own)));
    const placeAt = placesIn(text);
    const findings = found.map(({ offset, ...what }) => ({ file, ...placeAt(offset), ...what }));
    return withoutAllowed(file, text, findings).sort(
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
