import { z } from 'zod';
import type { NetworkChoice } from './network-choice';
import { dropout } from './shared-settings';

const settings = z.strictObject({
  kind: z.literal('onnx'),
  /** An ONNX file, as torch.onnx.export writes it; its weights may lie in a file beside it. */
  path: z.string().min(1),
  /** Where weights begin: at those of the file, or afresh as the other networks’ do. */
  start: z.enum(['file', 'fresh']).default('file'),
  /** By what batch normalisations normalise in training: statistics of each sample’s own batch, which move the running ones (`batch`), those of the whole batch where devices share it in ddp and hybrid (`sync`, as torch.nn.SyncBatchNorm), or the running ones, which stay as in the file (`frozen`). `auto` is `frozen` where weights begin at those of a file that was exported to predict and has seen data. */
  batchNorm: z.enum(['auto', 'batch', 'sync', 'frozen']).default('auto'),
  /** Its last layer made anew for other data: it begins afresh. */
  head: z
    .strictObject({
      /** How many outputs it has then: one for each class, or each value to predict. */
      classes: z.int().min(1),
    })
    .optional(),
  /** Probability with which Monte Carlo dropout drops a number at the file’s Dropout nodes; 0 for the probabilities of the file. */
  dropout,
});

export type OnnxSettings = Readonly<z.output<typeof settings>>;

/** A network of the person's own. What it is made of, its file alone tells. */
export const onnx: NetworkChoice<typeof settings> = {
  settings,
  title: 'A network of your own (ONNX)',
  help: 'From PyTorch or another program, by way of an ONNX file.',
  fields: {
    path: { label: 'Network’s file', kind: 'text', help: 'Its whole path: what torch.onnx.export wrote.' },
    start: {
      label: 'Weights begin',
      kind: 'choice',
      help: 'A posterior’s means, or the weights themselves.',
      choices: [
        { value: 'file', label: 'As in the file' },
        { value: 'fresh', label: 'Afresh' },
      ],
    },
    batchNorm: {
      label: 'Batch normalisation',
      kind: 'choice',
      help: 'By the batch while it trains, its part on each device or all of it, or by the statistics that the file has.',
      choices: [
        { value: 'auto', label: 'As suits the file' },
        { value: 'batch', label: 'By each device’s part of the batch' },
        { value: 'sync', label: 'By the whole batch (SyncBatchNorm)' },
        { value: 'frozen', label: 'As in the file' },
      ],
    },
  },
  fits: ['images', 'arrays', 'table', 'time-series', 'field'],
  firstFor: [],
  misfit: 'onnx needs items of numbers, which these data do not hold.',
  isOfFile: true,
  takes: () => true,
  problems: () => [],
  sizeProblems: () => [],
  smallest: () => ({ inputShape: [1], outputShape: [1] }),
  weights: () => [],
  dropoutSites: () => [],
  describe: ({ path }) => `ONNX ${path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)}`,
};
