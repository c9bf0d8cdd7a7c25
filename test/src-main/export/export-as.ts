import { exportPosterior } from '../../../src-main/export/posterior';
import { WrittenFiles } from '../../../src-main/written-files';
import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { ExportFormat } from '../../../src-shared/posterior/posterior-work';
import type { RunSummary } from '../../../src-shared/runs/runs';

/** A run that is over, as the store tells of it. */
export function runOf(experiment: Experiment): RunSummary {
  return {
    id: 'run-1',
    status: 'finished',
    reason: '',
    experiment,
    created: Date.UTC(2026, 0, 2),
    started: Date.UTC(2026, 0, 2, 0, 0, 1),
    ended: Date.UTC(2026, 0, 2, 0, 0, 31),
    engine: 'TensorFlow 2.21 (CPU)',
    codeVersion: '0.1.0+abc',
    metrics: { 'test.accuracy': 0.8765432, 'test.ece': 0.0123, 'train.loss': 1 },
    annotations: { tags: [], notes: '', starred: false, archived: false },
  };
}

/** Exports what is in a run's folder in a format that needs no worker process. */
export function exportAs(
  format: Exclude<ExportFormat, 'onnx' | 'savedmodel'>,
  runFolder: string,
  run: RunSummary,
  outFolder: string,
): Promise<string[]> {
  const workshop = {
    launcher: {
      launch: () => {
        throw new Error(`${format} should need no worker process.`);
      },
    },
    engine: { choice: { kind: 'javascript' }, text: '', usesGpus: false },
  } as const;
  const controls = { signal: new AbortController().signal, onProgress: () => {} };
  return exportPosterior(
    { runFolder, run, outFolder, format },
    {
      workshop,
      controls,
      written: new WrittenFiles(runFolder, 'anything'),
    },
  );
}
