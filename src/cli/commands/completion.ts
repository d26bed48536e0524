import { Argument, type Command, type Option } from "commander";
import { formatExamples } from "../shared/command-options.ts";

/** The words that can follow a command: its options with their values. */
interface CompletedCommand {
  name: string;
  summary: string;
  options: readonly CompletedOption[];
}

interface CompletedOption {
  /** The long flag: `--stack`. */
  flag: string;
  description: string;
  takesValue: boolean;
  /** The allowed values; empty if any value is allowed. */
  choices: readonly string[];
}

const shells = { bash: formatBash, zsh: formatZsh, fish: formatFish };

/** Adds `nexus-iac completion`: scripts for the completion of command lines, generated from the commands of the program. */
export function completionCommand(program: Command): void {
  program
    .command("completion")
    .summary("print a script that completes nexus-iac in bash, zsh or fish")
    .description(
      "Prints a script that completes subcommands, options, their values, and the stacks of the current folder. Load it in " +
        "the start-up file of the shell.",
    )
    .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(shells)))
    .addHelpText(
      "after",
      formatExamples(
        "nexus-iac completion bash > ~/.local/share/bash-completion/completions/nexus-iac",
        "nexus-iac completion fish > ~/.config/fish/completions/nexus-iac.fish",
      ),
    )
    .action((shell: keyof typeof shells) => {
      process.stdout.write(shells[shell](program.commands.map(describeCommand)));
    });
}

function describeCommand(command: Command): CompletedCommand {
  const options = command.options.map(describeOption);
  const help = { flag: "--help", description: "display help for command", takesValue: false, choices: [] };
  return { name: command.name(), summary: command.summary(), options: [...options, help] };
}

function describeOption({ long, flags, description, required, optional, argChoices = [] }: Option): CompletedOption {
  return { flag: long ?? flags, description, takesValue: required || optional, choices: argChoices };
}

/**
 * Prints the stacks of the current folder: `lab` for `Pulumi.lab.yaml`. Other file names are left out: bash runs commands in the
 * words that it completes.
 */
const listStacks = "ls 2>/dev/null | sed -n 's/^Pulumi\\.\\([A-Za-z0-9._-]*\\)\\.yaml$/\\1/p'";

function formatBash(commands: readonly CompletedCommand[]): string {
  const offer = (list: readonly string[]) => `candidates="${list.join(" ")}"`;
  const values = commands.flatMap(({ name, options }) =>
    options.filter(({ takesValue }) => takesValue).map((option) => ({ name, ...option })),
  );
  return [
    "_nexus_iac() {",
    // Bash passes the program, the word to complete and the word before it.
    `  local command="\${COMP_WORDS[1]}" current=$2 previous=$3 candidates=""`,
    '  case "$command $previous" in',
    `    *" --stack") candidates="$(${listStacks})" ;;`,
    ...values
      .filter(({ flag }) => flag !== "--stack")
      .map(({ name, flag, choices }) => `    "${name} ${flag}") ${offer(choices)} ;;`),
    "    *) case $command in",
    ...commands.map(({ name, options }) => `      ${name}) ${offer(options.map(({ flag }) => flag))} ;;`),
    "    esac ;;",
    "  esac",
    `  [ "$COMP_CWORD" -eq 1 ] && ${offer([...commands.map(({ name }) => name), "--help", "--version"])}`,
    '  COMPREPLY=($(compgen -W "$candidates" -- "$current"))',
    "}",
    "complete -o default -F _nexus_iac nexus-iac",
    "",
  ].join("\n");
}

/** zsh runs the function of bash. */
function formatZsh(commands: readonly CompletedCommand[]): string {
  return ["autoload -U +X compinit bashcompinit", "compinit", "bashcompinit", formatBash(commands)].join("\n");
}

function formatFish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, options }) => [
    `complete -c nexus-iac -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,
    ...options.map(({ flag, description, takesValue, choices }) =>
      [
        `complete -c nexus-iac -n ${quote(`__fish_seen_subcommand_from ${name}`)} -l ${flag.replace(/^--/, "")}`,
        ...(takesValue ? ["-r"] : []),
        ...(flag === "--stack" ? [`-f -a ${quote(`(${listStacks})`)}`] : []),
        ...(choices.length ? [`-f -a ${quote(choices.join(" "))}`] : []),
        `-d ${quote(description)}`,
      ].join(" "),
    ),
  ]);
  return `${lines.join("\n")}\n`;
}

/** Returns a word in single quotes, as fish reads it. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
