import type { RunSummary } from '../../src-shared/runs/runs';
import homeCode from './parasample_home.py?raw';

/** Reads runs, curves and posteriors in Python; imported by the notebooks beside it. */
export const homeModule = { name: 'parasample_home.py', code: homeCode };

const cells = (run: RunSummary, home: string): readonly Cell[] => [
  text(
    `# ${run.experiment.name}\n\nThe run \`${run.id}\`, read from where Parasample keeps it; nothing here changes it.`,
  ),
  code(
    `from parasample_home import Home\n\nhome = Home(${JSON.stringify(home)})\nrun = home.run(${JSON.stringify(run.id)})\nrun, run.metrics`,
  ),
  text('## Curves'),
  code(
    [
      'import matplotlib.pyplot as plt',
      '',
      'names = [name for name in run.curve_names if name.endswith((".loss", ".nll")) and not name.startswith("test.")]',
      '# A run from elsewhere may have none of them.',
      'for name in names or run.curve_names[:4]:',
      '    curve = run.curve(name)',
      '    plt.plot(curve.epochs, curve.values, label=name)',
      'plt.xlabel("epochs")',
      'if names:',
      '    plt.ylabel("nats")',
      'if run.curve_names:',
      '    plt.legend()',
    ].join('\n'),
  ),
  text('## Posterior\n\nMeans and standard deviations of the weights, by tensor.'),
  code(
    [
      'import numpy as np',
      '',
      'try:',
      '    moments = run.posterior().moments()',
      'except (FileNotFoundError, ValueError) as reason:',
      '    # Not every run has a posterior, nor every method deviations of its weights.',
      '    moments = {}',
      '    print(reason)',
      'for name, (mean, std) in moments.items():',
      '    signal = np.abs(mean) / np.maximum(std, 1e-30)',
      '    print(f"{name}: {mean.shape}, std {std.mean():.3g}, median |mean|/std {np.median(signal):.3g}")',
    ].join('\n'),
  ),
  text('## All runs'),
  code(
    [
      'try:',
      '    import pandas as pd',
      '',
      '    runs = pd.DataFrame(home.table())',
      'except ImportError:',
      '    # Without pandas: a record of each.',
      '    runs = home.table()',
      'runs',
    ].join('\n'),
  ),
];

interface Cell {
  readonly cell_type: 'markdown' | 'code';
  readonly source: string;
}

/**
 * A Jupyter notebook (nbformat 4.5) that opens a run with the module beside it.
 * @param home the folder of the runs
 */
export function notebookText(run: RunSummary, home: string): string {
  const notebook = {
    cells: cells(run, home).map((cell, index) => ({
      ...{ id: `cell-${index}`, metadata: {}, ...cell },
      ...(cell.cell_type === 'code' ? { execution_count: null, outputs: [] } : {}),
    })),
    metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
    ...{ nbformat: 4, nbformat_minor: 5 },
  };
  return `${JSON.stringify(notebook, undefined, 1)}\n`;
}

const text = (source: string): Cell => ({ cell_type: 'markdown', source });
const code = (source: string): Cell => ({ cell_type: 'code', source });
