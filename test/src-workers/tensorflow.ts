import { appFolders } from '../../src-files/app-folders';
import { installedRuntime } from '../../src-main/runtime/runtime';
import { type Binding, loadBinding } from '../../src-workers/engine/tensorflow/binding';

/** TensorFlow as `npm test` installs it. */
export function bindingPath(): string {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime)
    throw new Error('These tests need the TensorFlow runtime: run "npm run runtime -- --cpu" first.');
  return runtime.binding;
}

export function tensorflow(): Binding {
  return loadBinding(bindingPath());
}
