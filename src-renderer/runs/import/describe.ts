import type { Importable } from '../../../src-shared/formats/importable';
import { runExportFormats } from '../../../src-shared/runs/run-export-formats';
import { formatDay } from '../../ui/moments';

/** What a file is, and what importing it does. */
export function describeImport(found: Importable): string {
  switch (found.kind) {
    case 'run':
      return found.run ? describeRun(found, found.run) : describeTable(found.format);
    case 'configuration':
      return 'A configuration of sampling-parallelism. It fills the form of a new run on the devices of this machine; nothing starts by itself.';
    case 'state-dict':
      return 'Weights of torch_blue, which do not say whose network they are for. With the experiment that they belong to, they are stored as a run that predicts and exports, and opened.';
  }
}

type ImportableRun = Extract<Importable, { kind: 'run' }>;
type RunFormat = ImportableRun['format'];

function describeRun(
  { format, posteriorBeside }: ImportableRun,
  { name, created }: { name: string; created: number },
): string {
  if (format === 'posterior')
    return `The posterior of “${name}”, without what the run measured. It is stored as a run that predicts and exports, and opened.`;
  const day = formatDay(created);
  const along =
    posteriorBeside === undefined ? '' : ` The posterior beside it comes along: ${posteriorBeside}.`;
  return `The run “${name}” of ${day}, as ${runExportFormats[format].title}.${along} It is stored here and opened.`;
}

function describeTable(format: RunFormat): string {
  return `What a run measured, as ${format === 'posterior' ? 'a posterior' : runExportFormats[format].title}; it does not say what was trained. With the experiment that it belongs to, it is stored as a run and opened.`;
}

/** Whether somebody has to name the experiment that a file belongs to. */
export function needsExperiment(found: Importable): boolean {
  return found.kind === 'state-dict' || (found.kind === 'run' && found.run === undefined);
}
