const text = /"[^"$\\]*"|'[^'\\]*'/.source;
const operand = new RegExp(`${text}|\\bargs\\b`, "g");
const returnStatement = new RegExp(`^return\\s+(?:${text}|args)(?:\\s*\\+\\s*(?:${text}|args))*$`);
const throwStatement = new RegExp(`^throw new (\\w+)\\((${text})\\)$`);

/**
 * Runs a Groovy script that is a single statement: `return "hi " + args` with texts and the payload, or
 * `throw new RuntimeException("x")`. All others do nothing and return null.
 *
 * @throws Error with the message of the Java exception
 */
export function runGroovy(script: string, args: string): string {
  const statement = script.trim();
  const [, exception, message = ""] = throwStatement.exec(statement) ?? [];
  if (exception) throw new Error(`java.lang.${exception}: ${message.slice(1, -1)}`);
  if (!returnStatement.test(statement)) return "null";
  return [...statement.slice("return".length).matchAll(operand)]
    .map(([part]) => (part === "args" ? args : part.slice(1, -1)))
    .join("");
}
