import type { WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { Tensor } from '../../src-shared/formats/safetensors';

/** Where a tensor of a recurrent layer lies in a state_dict of `nn.LSTM`, `nn.GRU` or `nn.RNN`. */
export interface RecurrentStart {
  /** Names of all tensors that it is put together of. */
  readonly names: readonly string[];
  readonly numbers: () => Float32Array;
}

/** ONNX's gates by their places in PyTorch: input, output, forget, cell of i f g o; update, reset, new of r z n. */
const gateOrders: Readonly<Record<number, readonly number[]>> = { 1: [0], 3: [1, 0, 2], 4: [0, 3, 1, 2] };

/**
 * Weights of one layer of a recurrent module, of both directions: [directions, gates * units, inputs], and biases as ONNX
 * has them, [directions, 2 * gates * units], those of the inputs before those of the state. `lstm_2` is the second layer of
 * the module `lstm`, where there is none of that name.
 * @param name of the tensor in the file, if PyTorch named its layers as ONNX' nodes are
 * @returns undefined for a tensor of no such layer, or where the file has none
 */
export function recurrentStart(
  { shape }: Pick<WeightTensor, 'shape'>,
  name: string,
  tensors: ReadonlyMap<string, Tensor>,
): RecurrentStart | undefined {
  const variable = /^(?:(.*)\.)?(weight_ih|weight_hh|bias)$/.exec(name);
  if (!variable) return undefined;
  const place = placeOf(variable[1] ?? '', tensors);
  if (!place) return undefined;
  const kinds = variable[2] === 'bias' ? ['bias_ih', 'bias_hh'] : [variable[2]];
  const endings = ['', '_reverse'].slice(0, shape[0]);
  const names = endings.flatMap((ending) =>
    kinds.map((kind) => `${place.module}${kind}_l${place.layer}${ending}`),
  );
  const parts = names.map((part) => tensors.get(part)).filter((part) => part !== undefined);
  const size = parts.reduce((sum, { data }) => sum + data.length, 0);
  const order = gateOrders[place.gates];
  if (parts.length < names.length || !order || size !== shape.reduce((product, side) => product * side, 1))
    return undefined;
  return { names, numbers: () => joined(parts.map(({ data }) => reordered(data, order))) };
}

/** The module and its layer: `encoder.lstm_2` is layer 1 of `encoder.lstm`. */
function placeOf(path: string, tensors: ReadonlyMap<string, Tensor>) {
  const numbered = /^(.*)_(\d+)$/.exec(path);
  const places = [
    { module: path, layer: 0 },
    ...(numbered ? [{ module: numbered[1], layer: Number(numbered[2]) - 1 }] : []),
  ];
  for (const { module, layer } of places) {
    const before = module === '' ? '' : `${module}.`;
    const state = tensors.get(`${before}weight_hh_l${layer}`);
    if (state) return { module: before, layer, gates: state.shape[0] / state.shape[1] };
  }
  return undefined;
}

function reordered(data: Float32Array, order: readonly number[]): Float32Array {
  const size = data.length / order.length;
  return joined(order.map((gate) => data.subarray(gate * size, (gate + 1) * size)));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
