import { BadInputError } from '../../src-shared/errors';
import { type RunSpace, spaceOfAll } from '../../src-shared/runs/run-space';
import type { CommandInput, CommandSurroundings } from './command';
import { withCore } from './open-core';

/** `store space`: what each run takes of the disk, and what `store free` would give. */
export function space(
  named: string | undefined,
  input: CommandInput,
  surroundings: CommandSurroundings,
): Promise<number> {
  refuseNamed(named, 'space');
  return withCore(surroundings, async ({ api }) => {
    const { terminal } = surroundings;
    const runs = await api.runSpace();
    const all = spaceOfAll(runs);
    if (input.flag('json')) terminal.json({ ...all, runs });
    else if (runs.length === 0) terminal.note('There are no runs yet.');
    else for (const line of [...runs.map(lineOf), sentenceOf(runs.length, all)]) terminal.line(line);
    return 0;
  });
}

/** `store free`: deletes the checkpoints that `store space` tells. */
export function free(
  named: string | undefined,
  input: CommandInput,
  surroundings: CommandSurroundings,
): Promise<number> {
  refuseNamed(named, 'free');
  return withCore(surroundings, async ({ api }) => {
    const { terminal } = surroundings;
    const runs = (await api.runSpace()).filter(({ freeableMB }) => freeableMB > 0);
    const runIds = runs.map(({ runId }) => runId);
    const { freedMB } = runs.length === 0 ? { freedMB: 0 } : await api.freeCheckpoints(runIds);
    if (input.flag('json')) terminal.json({ freedMB, runs: runIds });
    else if (runs.length === 0) terminal.note('Nothing can be freed: no finished run has checkpoints left.');
    else
      terminal.line(
        `${mb(freedMB)} are free again: the checkpoints of ${counted(runs.length, 'finished run')}.`,
      );
    return 0;
  });
}

function refuseNamed(named: string | undefined, action: string): void {
  if (named !== undefined)
    throw new BadInputError(`\`parasample store ${action}\` takes no name: it is of all runs.`);
}

function lineOf({ runId, status, totalMB, freeableMB }: RunSpace): string {
  const freeable = freeableMB > 0 ? `, of it ${mb(freeableMB)} checkpoints` : '';
  return `${runId.padEnd(56)} ${status.padEnd(12)} ${mb(totalMB)}${freeable}`;
}

function sentenceOf(runs: number, { totalMB, freeableMB }: ReturnType<typeof spaceOfAll>): string {
  const freeable =
    freeableMB > 0
      ? `\`parasample store free\` frees ${mb(freeableMB)} of it: checkpoints of finished runs, which nothing reads any more.`
      : 'Nothing of it can be freed.';
  return `${counted(runs, 'run')} ${runs === 1 ? 'takes' : 'take'} ${mb(totalMB)}. ${freeable}`;
}

function mb(value: number): string {
  return `${value.toFixed(1)} MB`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
