/** The folder of PostgreSQL's programs. */
export function postgres(): Promise<string>;
