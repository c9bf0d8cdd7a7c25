import type { Model as ModelSettings } from '../../src-shared/experiment';
import { cnn } from './cnn';
import { mlp } from './mlp';
import type { ImageShape, Model } from './model';

/** The network an experiment asks for, fitted to its data. */
export function buildModel(settings: ModelSettings, imageShape: ImageShape, classes: number): Model {
  switch (settings.kind) {
    case 'mlp':
      return mlp(imageShape, settings.hidden, classes, settings.activation);
    case 'cnn':
      return cnn(imageShape, settings.channels, settings.hidden, classes, settings.activation);
  }
}
