/** JSON as Nexus speaks it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };
/** The fields of one thing in Nexus, or of one declaration of it. */
export type Fields = { [key: string]: Json | undefined };
