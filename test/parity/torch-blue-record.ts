import { readFileSync } from 'node:fs';
import { fromStateDict } from '../../src-main/torch-blue/state-dict';
import { decodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { mappingsOf, type ParityCase } from './parity-case';

/** What record_golden.py wrote: the inputs it was given and what torch_blue made of them. */
export class TorchBlueRecord {
  readonly #tensors: ReadonlyMap<string, Tensor>;

  constructor(
    readonly parity: ParityCase,
    file: string,
  ) {
    const { tensors } = decodeSafetensors(readFileSync(file), file);
    this.#tensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  }

  values(name: string): Float32Array {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`The record of ${this.parity.name} has no ${name}.`);
    return tensor.data;
  }

  number(name: string): number {
    const [value] = this.values(name);
    return value as number;
  }

  /** A gradient in Parasample's order of tensors and axes, end to end. */
  gradient(name: string): Float32Array {
    const prefix = `${name}.gradient/`;
    return Float32Array.from(this.posterior(prefix).flatMap(({ data }) => [...data]));
  }

  /** Tensors of a state_dict that are recorded under a prefix, as a posterior of ours. */
  posterior(prefix: string): Tensor[] {
    const tensors = [...this.#tensors.values()]
      .filter(({ name }) => name.startsWith(prefix))
      .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) }));
    return fromStateDict(tensors, mappingsOf(this.parity), this.parity.name);
  }

  /** The tensors that torch_blue was given. */
  inputs(): Tensor[] {
    return [...this.#tensors.values()].filter(({ name }) => /^(state\/|noise\/|images$|labels$)/.test(name));
  }
}
