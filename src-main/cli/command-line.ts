import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { BadInputError, ParasampleError, sentenceOf } from '../../src-shared/errors';
import { didYouMean, nearest } from '../../src-shared/words/nearest';
import type { Command, CommandInput, CommandSurroundings } from './command';
import { calibrateCommand } from './commands/calibrate-command';
import { clusterCommand } from './commands/cluster-command';
import { compareCommand } from './commands/compare-command';
import { completionCommand } from './commands/completion-command';
import { connectCommand } from './commands/connect-command';
import { dataCommand } from './commands/data-command';
import { datasetsCommand } from './commands/datasets-command';
import { deleteCommand } from './commands/delete-command';
import { devicesCommand } from './commands/devices-command';
import { evaluateCommand } from './commands/evaluate-command';
import { exportCommand } from './commands/export-command';
import { importCommand } from './commands/import-command';
import { jobCommand } from './commands/job-command';
import { laplaceCommand } from './commands/laplace-command';
import { layersCommand } from './commands/layers-command';
import { predictCommand } from './commands/predict-command';
import { reportCommand } from './commands/report-command';
import { reproduceCommand } from './commands/reproduce-command';
import { resumeCommand } from './commands/resume-command';
import { runCommand } from './commands/run-command';
import { runsCommand } from './commands/runs-command';
import { runtimeCommand } from './commands/runtime-command';
import { serveCommand } from './commands/serve-command';
import { showCommand } from './commands/show-command';
import { storeCommand } from './commands/store-command';
import { studyCommand } from './commands/study-command';
import { offerLines } from './completion/completion';
import { offersFor } from './completion/offers';
import { commandText, overviewText } from './help';

/** All commands; help and completion are made of them. */
export const commands: readonly Command[] = [
  devicesCommand,
  runCommand,
  jobCommand,
  resumeCommand,
  reproduceCommand,
  studyCommand,
  runsCommand,
  showCommand,
  deleteCommand,
  laplaceCommand,
  compareCommand,
  evaluateCommand,
  reportCommand,
  calibrateCommand,
  predictCommand,
  exportCommand,
  importCommand,
  clusterCommand,
  dataCommand,
  layersCommand,
  datasetsCommand,
  storeCommand,
  runtimeCommand,
  serveCommand,
  connectCommand,
  completionCommand,
];

/**
 * Runs one command line. Returns the exit code: 0, 1 for what failed, 2 for bad input; the reason goes to standard
 * error as one sentence.
 */
export async function runCommandLine(
  argv: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> {
  try {
    return await dispatch(argv, surroundings);
  } catch (error) {
    surroundings.terminal.note(sentenceOf(error, `\`parasample ${argv[0] ?? ''}\``));
    return error instanceof ParasampleError && error.kind !== 'failed' ? 2 : 1;
  }
}

async function dispatch(argv: readonly string[], surroundings: CommandSurroundings): Promise<number> {
  const { terminal } = surroundings;
  const [name, ...rest] = argv;
  if (name === '--version') {
    terminal.line(version);
    return 0;
  }
  if (name === '--complete') {
    for (const line of offerLines(await offersFor(rest, commands, surroundings))) terminal.line(line);
    return 0;
  }
  if (name === undefined || name === '--help' || name === 'help') {
    if (name === undefined) terminal.note(overviewText(commands, terminal.called));
    else terminal.line(overviewText(commands, terminal.called));
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const names = commands.map((one) => one.name);
    throw new BadInputError(
      `There is no command ${name}; there are ${names.join(', ')}.${didYouMean(name, names)}`,
    );
  }
  if (rest.includes('--help')) {
    terminal.line(commandText(command, terminal.called));
    return 0;
  }
  return command.run(parse(command, rest), surroundings);
}

function parse(command: Command, args: readonly string[]): CommandInput {
  const { values, positionals } = parsed(command, args);
  const needed = command.positionals.filter((name) => !name.startsWith('['));
  const usage = usageText(command);
  if (positionals.length < needed.length)
    throw new BadInputError(`\`parasample ${command.name}\` needs ${needed[positionals.length]}. ${usage}`);
  const takesMany = command.positionals.at(-1)?.endsWith('...') ?? false;
  if (positionals.length > command.positionals.length && !takesMany)
    throw new BadInputError(
      `\`parasample ${command.name}\` does not take ${positionals[command.positionals.length]}. ${usage}`,
    );
  const list = (name: string) => [values[name] ?? []].flat();
  return {
    positionals,
    flag: (name) => values[name] === true,
    text: (name) => list(name).find((value) => typeof value === 'string'),
    texts: (name) => list(name).filter((value) => typeof value === 'string'),
  };
}

function parsed(command: Command, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: command.options, allowPositionals: true, strict: true });
  } catch (error) {
    const what = error instanceof Error ? (error.message.split(/\. |\n/)[0] ?? '') : '';
    throw new BadInputError(`${what.replace(/\.$/, '')}.${optionMeant(what, command)} ${usageText(command)}`);
  }
}

function usageText({ name, usage }: Command): string {
  return `Use it as: \`parasample ${`${name} ${usage}`.trimEnd()}\``;
}

/** The option that was meant where parseArgs complains of an unknown one. */
function optionMeant(complaint: string, { options }: Command): string {
  const [, unknown] = /Unknown option '--([^']*)'/.exec(complaint) ?? [];
  const near = unknown === undefined ? undefined : nearest(unknown, Object.keys(options));
  return near === undefined ? '' : ` Did you mean --${near}?`;
}
