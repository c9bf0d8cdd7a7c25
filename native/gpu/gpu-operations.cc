#include "gpu-operations.h"

#include <algorithm>

#include "kernels.h"

namespace parasample::gpu {
namespace {

constexpr int lanesOfWarp = 32;
// Blocks of a grid's second dimension, by CUDA.
constexpr int64_t mostBlocks = 65535;

// Calls body(first sample, samples, their streams) until every sample had its turn.
template <typename Body>
void overSamples(const Run &run, int input, const Body &body) {
  const int32_t *seeds = run.ints(input);
  const int64_t samples = run.shape(input)[0];
  for (int64_t first = 0; first < samples; first += Streams::most) {
    const int64_t count = std::min<int64_t>(Streams::most, samples - first);
    Streams streams;
    for (int64_t i = 0; i < count; i += 1)
      streams.of[i] = NormalStream(seeds[2 * (first + i)], seeds[2 * (first + i) + 1]);
    body(first, count, streams);
  }
}

int64_t blocksOfFours(int64_t size) { return blocksFor((size + 3) / 4); }

struct Rows {
  int64_t count, width;

  explicit Rows(const Shape &shape) : count(sizeOf(shape) / std::max<int64_t>(1, shape.back())), width(shape.back()) {}
  // How many there are for each of so many parts of them.
  int64_t each(int64_t parts) const { return std::max<int64_t>(1, count / std::max<int64_t>(1, parts)); }
  // A warp each.
  Blocks blocks() const { return {blocksFor(count * lanesOfWarp)}; }
};

}  // namespace

void draw(Run &run) {
  const int64_t size = sizeOf(run.shape(0));
  Shape shape = {run.shape(2)[0]};
  shape.insert(shape.end(), run.shape(0).begin(), run.shape(0).end());
  float *weights = run.output(0, shape);
  overSamples(run, 2, [&](int64_t first, int64_t count, const Streams &streams) {
    drawKernel(run, {blocksOfFours(size), count}, run.floats(0), run.floats(1), weights + first * size, size, streams);
  });
}

void drawGradient(Run &run) {
  const int64_t size = sizeOf(run.shape(1));
  float *ofMeans = run.output(0, run.shape(1)), *ofLogStds = run.output(1, run.shape(1));
  overSamples(run, 2, [&](int64_t first, int64_t count, const Streams &streams) {
    drawGradientKernel(run, {blocksOfFours(size)}, run.floats(0) + first * size, run.floats(1), ofMeans, ofLogStds, size,
                       static_cast<int32_t>(count), first > 0, streams);
  });
}

void gaussianKl(Run &run) {
  // Enough threads to keep a GPU's memory busy, few enough sums for one warp.
  constexpr int64_t mostBlocksThatSum = 256;
  const int64_t size = sizeOf(run.shape(0)), blocks = std::clamp<int64_t>(blocksFor(size), 1, mostBlocksThatSum);
  const int64_t threads = blocks * threadsOfBlock, warps = threads / lanesOfWarp;
  float *divergence = run.output(0, {}), *sums = run.scratch(warps);
  gaussianKlKernel(run, {blocks}, run.floats(0), run.floats(1), run.floats(2), sums, size, threads);
  sumKernel(run, {1}, sums, divergence, warps);
}

void gaussianKlGradient(Run &run) {
  const int64_t size = sizeOf(run.shape(1));
  float *ofMean = run.output(0, run.shape(1)), *ofLogStd = run.output(1, run.shape(1));
  gaussianKlGradientKernel(run, {blocksFor(size)}, run.floats(0), run.floats(1), run.floats(2), run.floats(3), ofMean,
                           ofLogStd, size);
}

void gelu(Run &run) {
  const int64_t size = sizeOf(run.shape(0));
  geluKernel(run, {blocksFor(size)}, run.floats(0), run.output(0, run.shape(0)), size);
}

void geluGradient(Run &run) {
  const int64_t size = sizeOf(run.shape(0));
  geluGradientKernel(run, {blocksFor(size)}, run.floats(0), run.floats(1), run.output(0, run.shape(0)), size);
}

void biasResidual(Run &run) {
  const Rows rows(run.shape(0));
  biasResidualKernel(run, rows.blocks(), run.floats(0), run.floats(1), run.floats(2), run.output(0, run.shape(0)),
                     rows.count, rows.width, rows.each(run.shape(1)[0]), run.ints(3)[0]);
}

void biasRelu(Run &run) {
  const Rows rows(run.shape(0));
  biasReluKernel(run, rows.blocks(), run.floats(0), run.floats(1), run.output(0, run.shape(0)), rows.count, rows.width,
                 rows.each(run.shape(1)[0]));
}

void biasGelu(Run &run) {
  const Rows rows(run.shape(0));
  biasGeluKernel(run, rows.blocks(), run.floats(0), run.floats(1), run.output(0, run.shape(0)), rows.count, rows.width,
                 rows.each(run.shape(1)[0]));
}

void biasGeluGradient(Run &run) {
  const Rows rows(run.shape(1));
  biasGeluGradientKernel(run, rows.blocks(), run.floats(0), run.floats(1), run.floats(2), run.output(0, run.shape(0)),
                         rows.count, rows.width, rows.each(run.shape(2)[0]));
}

void joinHeads(Run &run) {
  constexpr int64_t parts = 3;
  const int64_t groups = run.shape(0)[0], heads = run.shape(0)[1], tokens = run.shape(0)[2], width = run.shape(0)[3];
  const int64_t size = sizeOf(run.shape(0));
  float *out = run.output(0, {groups, tokens, parts * heads * width});
  joinHeadsKernel(run, {blocksFor(size), parts}, run.floats(0), run.floats(1), run.floats(2), out, size, heads, tokens,
                  width);
}

void softmax(Run &run) {
  const Rows rows(run.shape(0));
  softmaxKernel(run, rows.blocks(), run.floats(0), run.output(0, run.shape(0)), rows.count, rows.width);
}

void softmaxGradient(Run &run) {
  const Rows rows(run.shape(0));
  softmaxGradientKernel(run, rows.blocks(), run.floats(0), run.floats(1), run.output(0, run.shape(0)), rows.count,
                        rows.width);
}

void normalise(Run &run) {
  const Rows rows(run.shape(0)), scales(run.shape(1));
  float *result = run.output(0, run.shape(0)), *statistics = run.output(1, {rows.count, 2});
  normaliseKernel(run, rows.blocks(), run.floats(0), run.floats(1), run.floats(2), result, statistics, rows.count,
                  rows.width, rows.count / std::max<int64_t>(1, scales.count));
}

void normaliseGradient(Run &run) {
  const Rows rows(run.shape(1)), scales(run.shape(2));
  const int64_t samples = std::max<int64_t>(1, scales.count), rowsPerSample = rows.count / samples;
  // Enough blocks for a GPU, each with enough rows.
  const int64_t rowsPerSum = std::max<int64_t>(64, rows.count / mostBlocks * 2);
  const int64_t sumsPerSample = (rowsPerSample + rowsPerSum - 1) / rowsPerSum;
  const float *gradients = run.floats(0), *x = run.floats(1), *statistics = run.floats(3);
  float *result = run.output(0, run.shape(1));
  float *ofScale = run.output(1, run.shape(2)), *ofOffset = run.output(2, run.shape(2));
  float *sums = run.scratch(samples * sumsPerSample * 2 * rows.width);
  normaliseGradientKernel(run, rows.blocks(), gradients, x, run.floats(2), statistics, result, rows.count, rows.width,
                          rowsPerSample);
  normaliseSumsKernel(run, {blocksFor(rows.width), samples * sumsPerSample}, gradients, x, statistics, sums, rows.width,
                      rowsPerSample, rowsPerSum, sumsPerSample);
  addNormaliseSumsKernel(run, {blocksFor(rows.width), samples}, sums, ofScale, ofOffset, rows.width, sumsPerSample);
}

}  // namespace parasample::gpu
