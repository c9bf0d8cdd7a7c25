#include "gpu-optimiser.h"

#include <algorithm>
#include <cstring>

#include "kernels.h"
#include "variable.h"

namespace parasample::gpu {
namespace {

// Blocks that sum squares in one launch: enough to keep a GPU's memory busy, few enough sums for a warp.
constexpr int32_t mostBlocksThatSum = 256;
constexpr int numbersOfPiece = 10;

// A row of the operation's pieces.
struct Row {
  int32_t gradient, place, logStdGradient, logStdPlace, offset, size, length;
  float rate, decay, precision;

  bool isGaussian() const { return precision > 0; }
};

std::vector<Row> rowsOf(const Run &run) {
  std::vector<Row> rows(run.shape(0)[0]);
  static_assert(sizeof(Row) == numbersOfPiece * sizeof(int32_t));
  std::memcpy(rows.data(), run.ints(0), rows.size() * sizeof(Row));
  return rows;
}

int64_t floatsOf(const std::vector<Row> &rows) {
  int64_t floats = 0;
  for (const Row &row : rows) floats = std::max<int64_t>(floats, row.offset + row.length * (row.isGaussian() ? 2 : 1));
  return floats;
}

Piece pieceOf(const Run &run, const Row &row, int firstGradient) {
  return {run.floats(firstGradient + row.gradient) + row.place, row.offset, row.size, row.length, 0, row.rate, row.decay};
}

GaussianPiece gaussianOf(const Run &run, const Row &row, int firstGradient) {
  return {run.floats(firstGradient + row.gradient) + row.place,
          run.floats(firstGradient + row.logStdGradient) + row.logStdPlace,
          row.offset, row.size, row.length, 0, row.precision};
}

// Calls body(pieces of a launch) until all had their turn.
template <typename One, typename Body>
void overLaunches(const std::vector<One> &all, const Body &body) {
  for (size_t first = 0; first < all.size(); first += Pieces<One>::most) {
    Pieces<One> pieces = {static_cast<int32_t>(std::min<size_t>(Pieces<One>::most, all.size() - first)), 0};
    for (int32_t i = 0; i < pieces.count; i += 1) {
      pieces.of[i] = all[first + i];
      pieces.of[i].firstBlock = pieces.blocks;
      pieces.blocks += (pieces.of[i].length + numbersOfBlock - 1) / numbersOfBlock;
    }
    body(pieces);
  }
}

struct Squares {
  const float *sums = nullptr;
  int32_t count = 0;
};

Squares sumSquares(Run &run, const Update &update, const std::vector<Piece> &all) {
  if (update.clipNorm == 0) return {};
  const int64_t launches = (all.size() + Pieces<Piece>::most - 1) / Pieces<Piece>::most;
  float *sums = run.scratch(std::max<int64_t>(1, launches * mostBlocksThatSum));
  int32_t count = 0;
  overLaunches(all, [&](const Pieces<Piece> &pieces) {
    const int32_t blocks = std::min(pieces.blocks, mostBlocksThatSum);
    squaresKernel(run, {blocks}, sums + count, blocks, pieces);
    count += blocks;
  });
  return {sums, count};
}

struct Vectors {
  Variable values, first, second;
  bool hasSecond;
};

void stepPlain(Run &run, const Update &update, const Vectors &vectors, const std::vector<Piece> &all) {
  const Squares squares = sumSquares(run, update, all);
  const auto &[values, first, second, hasSecond] = vectors;
  overLaunches(all, [&](const Pieces<Piece> &pieces) {
    if (hasSecond)
      adamKernel(run, {pieces.blocks}, values.values, first.values, second.values, update, squares.sums, squares.count,
                 pieces);
    else
      momentumKernel(run, {pieces.blocks}, values.values, first.values, update, squares.sums, squares.count, pieces);
  });
}

}  // namespace

void addGradients(Run &run) {
  constexpr int sumInput = 2;
  const std::vector<Row> rows = rowsOf(run);
  std::vector<Piece> all;
  for (const Row &row : rows) all.push_back(pieceOf(run, row, sumInput + 1));
  const Variable sum = variableOf(run, sumInput, floatsOf(rows));
  const int32_t isFurther = run.ints(1)[0];
  overLaunches(all, [&](const Pieces<Piece> &pieces) {
    addGradientsKernel(run, {pieces.blocks}, sum.values, isFurther, pieces);
  });
}

void step(Run &run) {
  constexpr int firstVariable = 2;
  int firstGradient = firstVariable;
  while (run.isVariable(firstGradient)) firstGradient += 1;
  const std::vector<Row> rows = rowsOf(run);
  std::vector<Piece> plain;
  std::vector<GaussianPiece> gaussians;
  for (const Row &row : rows)
    if (row.isGaussian()) gaussians.push_back(gaussianOf(run, row, firstGradient));
    else plain.push_back(pieceOf(run, row, firstGradient));
  const int64_t floats = floatsOf(rows);
  const auto vector = [&](int index) { return variableOf(run, firstVariable + index, floats); };
  const bool hasSecond = firstGradient - firstVariable > 2;
  const Vectors vectors = {vector(0), vector(1), hasSecond ? vector(2) : Variable(), hasSecond};
  struct {
    Update others;
    IvonUpdate ivon;
  } numbers = {};
  std::memcpy(&numbers, run.ints(1), std::min<size_t>(sizeof numbers, sizeOf(run.shape(1)) * sizeof(float)));
  stepPlain(run, numbers.others, vectors, plain);
  overLaunches(gaussians, [&](const Pieces<GaussianPiece> &pieces) {
    ivonKernel(run, {pieces.blocks}, vectors.values.values, vectors.first.values, vectors.second.values, numbers.ivon,
               pieces);
  });
}

}  // namespace parasample::gpu
