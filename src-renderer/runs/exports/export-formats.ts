import type { ExportFormat } from '../../../src-shared/posterior/posterior-work';

interface Words {
  readonly title: string;
  /** Who can read it, and what is in it. */
  readonly about: string;
}

/** What the window says of each format of a posterior; the first is Parasample's own. */
export const posteriorFormats: Readonly<Record<ExportFormat, Words>> = {
  safetensors: {
    title: 'safetensors',
    about: 'Means and standard deviations of all weights, with the settings in the file.',
  },
  pytorch: {
    title: 'PyTorch',
    about: 'The same file beside a short Python file that draws networks from it and predicts.',
  },
  'torch-blue': {
    title: 'torch_blue',
    about: 'For PyTorch: a state_dict, and a Python file that loads it into torch_blue’s layers.',
  },
  npz: { title: 'NumPy', about: 'The same arrays as an .npz archive, for numpy.load.' },
  savedmodel: { title: 'TensorFlow SavedModel', about: 'A function that predicts by itself.' },
  onnx: { title: 'ONNX', about: 'A network that predicts by itself, for ONNX Runtime and others.' },
  card: { title: 'Model card', about: 'A page in Markdown: data, settings, scores and their limits.' },
};
