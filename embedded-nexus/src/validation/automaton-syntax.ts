/**
 * Returns Nexus's message for an invalid regular expression of a cleanup policy; undefined if it is valid. The syntax is not
 * Java's but that of the automaton library behind the search (3.77: "((" is "unexpected end-of-string"; 3.71: "*" and
 * "(?z)" are valid).
 */
export function findAutomatonSyntaxError(expression: string): string | undefined {
  try {
    const parser = new AutomatonParser(expression);
    if (expression === "") return undefined;
    parser.union();
    return parser.atEnd() ? undefined : `end-of-string expected at position ${parser.position}`;
  } catch (error) {
    if (error instanceof AutomatonSyntaxError) return error.message;
    throw error;
  }
}

class AutomatonSyntaxError extends Error {}

class AutomatonParser {
  position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.position >= this.#text.length;
  }

  union(): void {
    do this.#intersection();
    while (this.#take("|"));
  }

  #intersection(): void {
    do this.#concatenation();
    while (this.#take("&"));
  }

  #concatenation(): void {
    do this.#repetition();
    while (!this.atEnd() && !this.#peek(")|&"));
  }

  #repetition(): void {
    this.#complement();
    while (this.#peek("?*+{")) {
      if (!this.#take("{")) {
        this.position++;
        continue;
      }
      this.#number();
      if (this.#take(",")) this.#digits();
      this.#expect("}");
    }
  }

  #complement(): void {
    while (this.#take("~"));
    if (this.#take("[")) this.#characterClass();
    else this.#simple();
  }

  #characterClass(): void {
    this.#take("^");
    do {
      const from = this.#character();
      if (!this.#take("-") || this.#peek("]")) continue;
      const to = this.#character();
      if (from > to) throw new AutomatonSyntaxError(`invalid range: from (${from}) cannot be > to (${to})`);
    } while (!this.atEnd() && !this.#peek("]"));
    this.#expect("]");
  }

  #simple(): void {
    if (this.#take("(")) {
      if (this.#take(")")) return;
      this.union();
      this.#expect(")");
    } else if (this.#take('"')) {
      this.#upTo('"');
    } else if (this.#take("<")) {
      this.#upTo(">");
    } else {
      this.#character();
    }
  }

  #character(): number {
    this.#take("\\");
    const character = this.#text.codePointAt(this.position);
    if (character === undefined) throw new AutomatonSyntaxError("unexpected end-of-string");
    this.position += character > 0xffff ? 2 : 1;
    return character;
  }

  #number(): void {
    if (!this.#digits()) throw new AutomatonSyntaxError(`integer expected at position ${this.position}`);
  }

  #digits(): boolean {
    const start = this.position;
    while (this.#peek("0123456789")) this.position++;
    return this.position > start;
  }

  #upTo(end: string): void {
    const found = this.#text.indexOf(end, this.position);
    if (found < 0) throw new AutomatonSyntaxError(`expected '${end}' at position ${this.#text.length}`);
    this.position = found + 1;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw new AutomatonSyntaxError(`expected '${character}' at position ${this.position}`);
  }

  #peek(characters: string): boolean {
    const next = this.#text[this.position];
    return next !== undefined && characters.includes(next);
  }

  #take(character: string): boolean {
    if (this.#text[this.position] !== character) return false;
    this.position++;
    return true;
  }
}
