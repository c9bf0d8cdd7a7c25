import { reshape } from '@tensorflow/tfjs-core';
import type { Model as ModelSettings } from '../../src-shared/model-settings';
import { sizeOf } from '../bayes/weight-tensor';
import type { Task } from '../data/run-data';
import { cnn } from './cnn';
import { forecastWindow } from './forecast-inputs';
import { mlp } from './mlp';
import { imageShapeOf, type Model } from './model';
import { fieldChannels, swin } from './swin';
import { transformer } from './transformer';
import { vit } from './vit';

/**
 * The network an experiment asks for, fitted to its data.
 * @throws BadInputError when it is not for such data, or its sizes do not fit theirs
 */
export function buildModel(settings: ModelSettings, task: Task): Model {
  const model = networkFor(settings, task);
  return task.kind === 'regression' ? withOutputShape(model, task.targetShape) : model;
}

function networkFor(settings: ModelSettings, task: Task): Model {
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
    case 'vit':
      return vit(imageShapeOf(task.inputShape), settings, outputs);
    case 'transformer':
      return transformer(forecastWindow(task), settings);
    case 'swin':
      return swin(imageShapeOf(task.inputShape), settings, fieldChannels(task));
  }
}

/** Outputs as the targets lie: networks that end in a dense layer give them in one row. */
function withOutputShape(model: Model, shape: readonly number[]): Model {
  return {
    ...model,
    forward: (inputs, layers) => {
      const outputs = model.forward(inputs, layers);
      return reshape(outputs, [...outputs.shape.slice(0, 2), ...shape]);
    },
  };
}
