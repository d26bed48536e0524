import { metadataVariable } from "../../estate/program-metadata.ts";
import { type DeclaredProgram, readDeclaredProgram } from "../../plan/declared-program.ts";
import { runPulumiForOutput } from "./pulumi-cli.ts";

/** Runs `pulumi preview` for a stack and returns what its program declares. Nexus is not read. */
export async function readStackDeclaration(stack: string): Promise<DeclaredProgram> {
  const args = ["preview", "--json", "--show-sames", "--stack", stack];
  return readDeclaredProgram(await runPulumiForOutput(args, { [metadataVariable]: "1" }), process.env.NEXUS_URL);
}
