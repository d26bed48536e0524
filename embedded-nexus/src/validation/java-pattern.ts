/** A syntax error of java.util.regex. */
export interface JavaPatternError {
  readonly description: string;
  /** The position in the expression, from 0 on; -1 if Java gives none. */
  readonly index: number;
}

/**
 * Returns the error of an invalid java.util.regex expression; undefined if it is valid. It finds the usual mistakes (3.71,
 * Java 17); unusual ones count as valid.
 */
export function findPatternError(expression: string): JavaPatternError | undefined {
  const open: number[] = [];
  let atom = false;
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at];
    const next = expression[at + 1];
    switch (character) {
      case "\\": {
        const end = findEscapeEnd(expression, at);
        if (typeof end !== "number") return end;
        at = end;
        atom = true;
        break;
      }
      case "(": {
        const group = findGroupStart(expression, at);
        if (typeof group !== "number") return group;
        open.push(at);
        at = group;
        atom = false;
        break;
      }
      case ")":
        if (open.pop() === undefined) return { description: "Unmatched closing ')'", index: at - 1 };
        atom = true;
        break;
      case "[": {
        const end = findClassEnd(expression, at);
        if (typeof end !== "number") return end;
        at = end;
        atom = true;
        break;
      }
      case "*":
      case "+":
      case "?":
        if (!atom) return { description: `Dangling meta character '${character}'`, index: at };
        // A second `?` or `+` makes the quantifier reluctant or possessive; a third one dangles.
        if (next === "?" || next === "+") at++;
        atom = false;
        break;
      case "{": {
        const end = findRepetitionEnd(expression, at, atom);
        if (typeof end !== "number") return end;
        at = end;
        atom = true;
        break;
      }
      default:
        atom = character !== "|";
    }
  }
  return open.length > 0 ? { description: "Unclosed group", index: expression.length } : undefined;
}

/** Returns the message of Java's PatternSyntaxException: description, index, expression and a caret below the index. */
export function formatPatternError(expression: string): string | undefined {
  const error = findPatternError(expression);
  if (!error) return undefined;
  const near = error.index >= 0 ? ` near index ${error.index}` : "";
  const caret = error.index >= 0 && error.index < expression.length ? `\n${" ".repeat(error.index)}^` : "";
  return `${error.description}${near}\n${expression}${caret}`;
}

/**
 * Returns true if a Java pattern matches the whole text. Supported are patterns that are valid in JavaScript too, with inline
 * flags at the beginning (`(?i)`); others match nothing.
 */
export function matchesJavaPattern(pattern: string, text: string): boolean {
  const [, flags = "", rest = pattern] = /^\(\?([ims]+)\)(.*)$/s.exec(pattern) ?? [];
  try {
    return new RegExp(`^(?:${rest})$`, flags).test(text);
  } catch {
    return false;
  }
}

const PROPERTIES =
  /^(\^?)(Lower|Upper|ASCII|Alpha|Digit|Alnum|Punct|Graph|Print|Blank|Cntrl|XDigit|Space|L1|all|LC|LD|[LMNPSZC][a-z]?|java\w+|Is\w+|In\w+|(sc|script|blk|block|gc|general_category)=\w+)$/;

/** Returns the index of the last character of an escape sequence, with its braces. */
function findEscapeEnd(expression: string, at: number): number | JavaPatternError {
  if (expression[at + 1] === undefined) return { description: "Unexpected internal error", index: expression.length };
  const braces = /^\\([pPxkN])\{([^}]*)\}/.exec(expression.slice(at));
  if (!braces) return at + 1;
  const [whole, kind = "", name = ""] = braces;
  const end = at + whole.length - 1;
  if (!/[pP]/.test(kind) || PROPERTIES.test(name)) return end;
  return { description: `Unknown character property name {${name}}`, index: end };
}

function findGroupStart(expression: string, at: number): number | JavaPatternError {
  if (expression[at + 1] !== "?") return at;
  const name = /^\(\?<([a-zA-Z][a-zA-Z0-9]*)/.exec(expression.slice(at));
  if (name) {
    const end = at + name[0].length;
    if (expression[end] === ">") return end;
    return { description: "named capturing group is missing trailing '>'", index: end };
  }
  const kind = /^\(\?(<?[=!]|>|[idmsuxU-]*[:)])/.exec(expression.slice(at));
  if (!kind) return { description: "Unknown inline modifier", index: at + 2 };
  // The closing parenthesis of `(?i)` is left to the caller, which matches it with the opening one.
  return at + kind[0].length - (kind[0].endsWith(")") ? 2 : 1);
}

function findClassEnd(expression: string, start: number): number | JavaPatternError {
  let depth = 0;
  for (let at = start; at < expression.length; at++) {
    const character = expression[at];
    if (character === "\\") {
      at++;
    } else if (character === "[") {
      depth++;
      if (expression[at + 1] === "^") at++;
      if (expression[at + 1] === "]") at++;
    } else if (character === "]") {
      depth--;
      if (depth === 0) return at;
    } else if (character === "-") {
      const from = expression[at - 1] ?? "";
      const to = expression[at + 1] ?? "";
      const range = at - 1 > start && !"[^\\]&".includes(from) && !"]\\[&".includes(to);
      if (range && from > to) return { description: "Illegal character range", index: at + 1 };
    }
  }
  return { description: "Unclosed character class", index: expression.length - 1 };
}

function findRepetitionEnd(expression: string, at: number, atom: boolean): number | JavaPatternError {
  const counts = /^\{(\d+)(?:(,)(\d*))?/.exec(expression.slice(at));
  if (!counts || !atom) return { description: "Illegal repetition", index: at };
  const end = at + counts[0].length;
  if (expression[end] !== "}") return { description: "Unclosed counted closure", index: end };
  if (counts[3] && Number(counts[3]) < Number(counts[1])) {
    return { description: "Illegal repetition range", index: end };
  }
  const next = expression[end + 1];
  return next === "?" || next === "+" ? end + 1 : end;
}
