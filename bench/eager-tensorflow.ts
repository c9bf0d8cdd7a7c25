import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import util from 'node:util';
import {
  registerBackend,
  registerKernel,
  stack,
  type Tensor,
  type TensorInfo,
  tensor1d,
  unstack,
} from '@tensorflow/tfjs-core';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { sampledNoiseKernel } from '../src-workers/random/sampled-noise';

/** What is used of tfjs-node's own backend, which runs every operation by itself. */
interface NodeBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_FLOAT: number; readonly TF_INT32: number };
  executeSingleOutput(op: string, attributes: readonly object[], inputs: readonly TensorInfo[]): Tensor;
}

/**
 * Registers tfjs-node's eager backend under the name `tensorflow`, on the app's own TensorFlow runtime, with the
 * kernel that draws noise. What a tfjs-node user without the compiled graph would have.
 */
export function registerEagerTensorflow(bindingPath: string): void {
  if (!isAbsolute(bindingPath)) throw new Error('The binding is named by its absolute path.');
  // tfjs-node calls two functions that Node 23 removed.
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray });
  const load = createRequire(`${process.cwd()}/package.json`);
  const { NodeJSKernelBackend } = load('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend');
  load('@tensorflow/tfjs-node-gpu/dist/register_all_kernels');
  registerBackend(
    'tensorflow',
    () => new NodeJSKernelBackend(loadBinding(bindingPath), '@tensorflow/tfjs-node'),
  );
  registerKernel({
    kernelName: sampledNoiseKernel,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const [seeds] = Object.values(inputs) as Tensor[];
      return stack(
        unstack(seeds).map((seed) => drawOne(backend as NodeBackend, seed, attrs?.shape as number[])),
      );
    },
  });
}

function drawOne(backend: NodeBackend, seed: Tensor, shape: number[]): Tensor {
  const { TF_ATTR_TYPE: type, TF_FLOAT, TF_INT32 } = backend.binding;
  const attributes = [
    { name: 'dtype', type, value: TF_FLOAT },
    { name: 'T', type, value: TF_INT32 },
    { name: 'Tseed', type, value: TF_INT32 },
  ];
  return backend.executeSingleOutput('StatelessRandomNormal', attributes, [tensor1d(shape, 'int32'), seed]);
}
