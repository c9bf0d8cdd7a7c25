#include "lstm.h"

#include <algorithm>
#include <vector>

#include "lanes.h"
#include "panel-product.h"
#include "thread-pool.h"

namespace parasample {
namespace {

// Items that go through all steps together.
constexpr int64_t itemsAtOnce = 8;
constexpr int64_t leastProductsPerThread = 1 << 18;

struct Sizes {
  int64_t samples, steps, items, units;

  int64_t columns() const { return 4 * units; }
  int64_t blocks() const { return (items + itemsAtOnce - 1) / itemsAtOnce; }
};

Sizes sizesOf(const Shape &gates) { return {gates[0], gates[1], gates[2], gates[3] / 4}; }

// Some items of one sample, over all steps.
struct Block {
  const Sizes &sizes;
  int64_t sample, first, count;

  // Where the block's items have their numbers of a step in [samples, steps, items, width].
  int64_t at(int64_t steps, int64_t step, int64_t width) const {
    return ((sample * steps + step) * sizes.items + first) * width;
  }
};

// Calls body(block) for all blocks of items of all samples; which thread does which changes no number.
template <typename Body>
void overBlocks(const Sizes &sizes, const Body &body) {
  const int64_t products = sizes.steps * itemsAtOnce * sizes.units * sizes.columns();
  inParallel(sizes.samples * sizes.blocks(), leastProductsPerThread / std::max<int64_t>(1, products) + 1,
             [&](int64_t from, int64_t to) {
               for (int64_t index = from; index < to; index += 1) {
                 const int64_t first = index % sizes.blocks() * itemsAtOnce;
                 body(Block{sizes, index / sizes.blocks(), first, std::min(itemsAtOnce, sizes.items - first)});
               }
             });
}

// A matrix of each sample in panels: at(numbers of one sample, row, column).
template <typename At>
const float *packed(Run &run, const float *matrices, const Sizes &sizes, int64_t inner, int64_t columns, const At &at) {
  const int64_t size = inner * paddedColumns(columns);
  float *panels = run.scratch(sizes.samples * size);
  inParallel(sizes.samples, leastProductsPerThread / std::max<int64_t>(1, size) + 1, [=](int64_t from, int64_t to) {
    for (int64_t sample = from; sample < to; sample += 1) {
      const float *matrix = matrices + sample * inner * columns;
      packPanels(inner, columns, [=](int64_t row, int64_t column) { return at(matrix, row, column); },
                 panels + sample * size);
    }
  });
  return panels;
}

// One item's step. `ofState` is what the state makes of the gates.
void stepOf(int64_t units, const float *__restrict given, const float *__restrict ofState,
            const float *__restrict before, float *__restrict gates, float *__restrict cell, float *__restrict hidden) {
  for (int64_t u = 0; u < units; u += 1) {
    const float input = sigmoidAt(given[u] + ofState[u]);
    const float output = sigmoidAt(given[units + u] + ofState[units + u]);
    const float forget = sigmoidAt(given[2 * units + u] + ofState[2 * units + u]);
    const float candidate = tanhAt(given[3 * units + u] + ofState[3 * units + u]);
    const float kept = forget * before[u] + input * candidate;
    gates[u] = input;
    gates[units + u] = output;
    gates[2 * units + u] = forget;
    gates[3 * units + u] = candidate;
    cell[u] = kept;
    hidden[u] = output * tanhAt(kept);
  }
}

// One item's step backwards: `ofHidden` and `ofCell` are the gradients that come from the next step; the latter becomes
// that of the step before.
void gradientOfStep(int64_t units, const float *__restrict gradient, const float *__restrict ofHidden,
                    const float *__restrict gates, const float *__restrict cell, const float *__restrict before,
                    float *__restrict ofCell, float *__restrict ofGates) {
  for (int64_t u = 0; u < units; u += 1) {
    const float input = gates[u], output = gates[units + u], forget = gates[2 * units + u];
    const float candidate = gates[3 * units + u];
    const float shown = tanhAt(cell[u]);
    const float ofShown = gradient[u] + ofHidden[u];
    const float ofKept = ofCell[u] + ofShown * output * (1.0f - shown * shown);
    ofGates[u] = ofKept * candidate * input * (1.0f - input);
    ofGates[units + u] = ofShown * shown * output * (1.0f - output);
    ofGates[2 * units + u] = ofKept * before[u] * forget * (1.0f - forget);
    ofGates[3 * units + u] = ofKept * input * (1.0f - candidate * candidate);
    ofCell[u] = ofKept * forget;
  }
}

}  // namespace

void lstm(Run &run) {
  const Sizes sizes = sizesOf(run.shape(0));
  const int64_t steps = sizes.steps, units = sizes.units, columns = sizes.columns(), stride = paddedColumns(columns);
  const float *given = run.floats(0), *firstHidden = run.floats(2), *firstCell = run.floats(3);
  float *states = run.output(0, {sizes.samples, steps + 1, sizes.items, units});
  float *gates = run.output(1, run.shape(0)), *cells = run.output(2, {sizes.samples, steps, sizes.items, units});
  const float *weights = packed(run, run.floats(1), sizes, units, columns,
                                [=](const float *w, int64_t row, int64_t column) { return w[row * columns + column]; });
  overBlocks(sizes, [&](const Block &block) {
    std::vector<float> ofState(block.count * stride);
    const float *hidden = firstHidden + block.at(1, 0, units), *before = firstCell + block.at(1, 0, units);
    for (int64_t step = 0; step < steps; step += 1) {
      timesPanels(block.count, hidden, units, weights + block.sample * units * stride, units, columns, ofState.data(),
                  stride);
      const int64_t own = block.at(steps, step, units), ofGates = block.at(steps, step, columns);
      float *next = states + block.at(steps + 1, step, units), *cell = cells + own;
      for (int64_t item = 0; item < block.count; item += 1)
        stepOf(units, given + ofGates + item * columns, ofState.data() + item * stride, before + item * units,
               gates + ofGates + item * columns, cell + item * units, next + item * units);
      hidden = next;
      before = cell;
    }
    std::copy(before, before + block.count * units, states + block.at(steps + 1, steps, units));
  });
}

void lstmGradient(Run &run) {
  const Sizes sizes = sizesOf(run.shape(3));
  const int64_t steps = sizes.steps, units = sizes.units, columns = sizes.columns(), stride = paddedColumns(units);
  const float *gradients = run.floats(0), *firstCell = run.floats(2), *gates = run.floats(3), *cells = run.floats(4);
  float *ofGiven = run.output(0, run.shape(3));
  float *ofFirstHidden = run.output(1, run.shape(2)), *ofFirstCell = run.output(2, run.shape(2));
  const float *weights = packed(run, run.floats(1), sizes, columns, units,
                                [=](const float *w, int64_t row, int64_t column) { return w[column * columns + row]; });
  overBlocks(sizes, [&](const Block &block) {
    std::vector<float> ofHidden(block.count * stride);
    float *ofCell = ofFirstCell + block.at(1, 0, units);
    const float *ofLastCell = gradients + block.at(steps + 1, steps, units);
    std::copy(ofLastCell, ofLastCell + block.count * units, ofCell);
    for (int64_t step = steps - 1; step >= 0; step -= 1) {
      const int64_t own = block.at(steps, step, units), ofGates = block.at(steps, step, columns);
      const float *before = step == 0 ? firstCell + block.at(1, 0, units) : cells + block.at(steps, step - 1, units);
      const float *gradient = gradients + block.at(steps + 1, step, units);
      for (int64_t item = 0; item < block.count; item += 1)
        gradientOfStep(units, gradient + item * units, ofHidden.data() + item * stride, gates + ofGates + item * columns,
                       cells + own + item * units, before + item * units, ofCell + item * units,
                       ofGiven + ofGates + item * columns);
      timesPanels(block.count, ofGiven + ofGates, columns, weights + block.sample * columns * stride, columns, units,
                  ofHidden.data(), stride);
    }
    for (int64_t item = 0; item < block.count; item += 1)
      std::copy_n(ofHidden.data() + item * stride, units, ofFirstHidden + block.at(1, 0, units) + item * units);
  });
}

}  // namespace parasample
