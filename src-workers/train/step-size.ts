/** How far one step goes. */
export interface StepSize {
  /** As a person sees it: of an optimiser its learning rate, of a chain the same counted on the loss of one item. */
  readonly size: number;
  /** Of the gradient of the whole data set's loss. */
  readonly learningRate: number;
  /** Of this step alone, where it is not the optimiser's. */
  readonly momentum?: number;
  /** Of the noise in the gradients of chains. */
  readonly noiseStd?: number;
}
