#pragma once

#include "operation.h"

namespace parasample {

// All steps of an LSTM, each sample with weights of its own, which stay in the cache over the steps. Gates lie in ONNX's
// order: input, output, forget, cell.
// Inputs: what inputs and biases make of the gates [samples, steps, items, 4 * units], weights of the state
// [samples, units, 4 * units], the first hidden state and cell [samples, items, units].
// Outputs: hidden states of all steps and behind them the last cell [samples, steps + 1, items, units]; for the gradient the
// gates [samples, steps, items, 4 * units] and cells [samples, steps, items, units].
void lstm(Run &run);

// Inputs: the gradient of the states, the weights, the first cell, gates and cells. Outputs: gradients of what the gates are
// given, of the first hidden state and of the first cell; that of the weights is a product of the states and the first.
void lstmGradient(Run &run);

}  // namespace parasample
