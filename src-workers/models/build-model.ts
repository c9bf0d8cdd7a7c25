import type { Model as ModelSettings } from '../../src-shared/experiment';
import { sizeOf } from '../bayes/weight-tensor';
import type { Task } from '../data/run-data';
import { cnn } from './cnn';
import { mlp } from './mlp';
import { imageShapeOf, type Model } from './model';

/** The network an experiment asks for, fitted to its data. */
export function buildModel(settings: ModelSettings, task: Task): Model {
  const outputs = task.kind === 'classification' ? task.classNames.length : sizeOf(task.targetShape);
  switch (settings.kind) {
    case 'mlp':
      return mlp(task.inputShape, settings.hidden, outputs, settings.activation);
    case 'cnn':
      return cnn(
        imageShapeOf(task.inputShape),
        settings.channels,
        settings.hidden,
        outputs,
        settings.activation,
      );
  }
}
