/** Returns the folder of the PostgreSQL programs. */
export function installPostgres(): Promise<string>;
