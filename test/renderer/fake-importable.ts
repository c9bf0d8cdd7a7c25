import { experimentSchema } from '../../src-shared/experiment/experiment';
import type { Importable } from '../../src-shared/formats/importable';
import { digitsInput } from './fake-runs';

/** What a file is, by its name alone. Throws for any other. */
export function fakeImportable(file: string): Importable {
  if (file.endsWith('.run.json'))
    return {
      kind: 'run',
      format: 'json',
      run: { name: 'From elsewhere', created: Date.UTC(2026, 0, 12) },
      posteriorBeside: '/data/posterior.safetensors',
    };
  if (file.includes('tfevents')) return { kind: 'run', format: 'tensorboard' };
  if (file.endsWith('.safetensors')) return { kind: 'state-dict' };
  if (file.endsWith('.yaml')) {
    const experiment = experimentSchema.parse({ ...digitsInput, name: 'TinySimpleViT on CIFAR10' });
    return { kind: 'configuration', experiment, notes: ['run_nr becomes the seed.'] };
  }
  throw new Error(`There is no file ${file}.`);
}
