// Products of tiles of 64 by 64 numbers by the 256 threads of a block, which stand in 16 rows of 16: a thread sums four rows
// next to each other and four columns 16 apart. Both factors lie in shared memory, what is summed over as their rows.
#pragma once

#include "rows.cuh"

namespace parasample {

constexpr int tileSide = 64, ownRows = 4, ownColumns = 4, threadsOfTile = 16;
// Rows of a tile are as far apart, so that threads that write its columns meet in few banks of memory.
constexpr int tilePitch = tileSide + 4;
// How much of what is summed over both factors' tiles hold at once.
constexpr int tileDepth = tileSide / 2;

struct OwnSums {
  float of[ownRows][ownColumns];
};

inline int ownRow(int i) { return threadIdx.x / threadsOfTile * ownRows + i; }
inline int ownColumn(int j) { return threadIdx.x % threadsOfTile + j * threadsOfTile; }

// Numbers in the device's memory, of which those outside count as zero.
struct Matrix {
  const float *start;
  int64_t stride, rows, columns;

  float at(int64_t row, int64_t column) const {
    return row < rows && column < columns ? start[row * stride + column] : 0.0f;
  }
};

// tile[row][column] for 64 rows and columns.
inline void loadTile(const Matrix &matrix, int64_t firstRow, int64_t firstColumn, float *tile) {
  for (int place = threadIdx.x; place < tileSide * tileSide; place += blockDim.x) {
    const int row = place / tileSide, column = place % tileSide;
    tile[row * tilePitch + column] = matrix.at(firstRow + row, firstColumn + column);
  }
}

// tile[column][row] for 64 rows and 32 columns.
inline void loadTransposed(const Matrix &matrix, int64_t firstRow, int64_t firstColumn, float *tile) {
  for (int place = threadIdx.x; place < tileSide * tileDepth; place += blockDim.x) {
    const int row = place / tileDepth, column = place % tileDepth;
    tile[column * tilePitch + row] = matrix.at(firstRow + row, firstColumn + column);
  }
}

// sums[i][j] += left[k][row i] * right[k][column j] over k
inline void addProducts(const float *left, const float *right, int depth, OwnSums &sums) {
  for (int k = 0; k < depth; k += 1) {
    const float *rows = left + k * tilePitch + ownRow(0), *columns = right + k * tilePitch + ownColumn(0);
    for (int i = 0; i < ownRows; i += 1)
      for (int j = 0; j < ownColumns; j += 1) sums.of[i][j] += rows[i] * columns[j * threadsOfTile];
  }
}

// sums[i][j] = the product of a row of `left` and one of `right`; both have the same columns. `tiles` is shared memory of
// a tile.
inline void multiplyRows(const Matrix &left, int64_t leftRow, const Matrix &right, int64_t rightRow, float *tiles,
                         OwnSums &sums) {
  sums = {};
  for (int64_t column = 0; column < left.columns; column += tileDepth) {
    __syncthreads();
    loadTransposed(left, leftRow, column, tiles);
    loadTransposed(right, rightRow, column, tiles + tileDepth * tilePitch);
    __syncthreads();
    addProducts(tiles, tiles + tileDepth * tilePitch, tileDepth, sums);
  }
}

// sums[chunk] += left[k][row] * a row of `right`, 64 of its columns a chunk; `left` is a tile of shared memory that some of the
// block's threads may only just have written.
template <int chunks>
inline void addTimesRows(const float *left, const Matrix &right, int64_t rightRow, float *tiles, OwnSums *sums) {
  for (int chunk = 0; chunk < chunks; chunk += 1) {
    __syncthreads();
    loadTile(right, rightRow, chunk * tileSide, tiles);
    __syncthreads();
    addProducts(left, tiles, tileSide, sums[chunk]);
  }
  __syncthreads();
}

// Writes own numbers as tile[row][column], or as tile[column][row].
inline void keepTile(const OwnSums &values, float *tile) {
  for (int i = 0; i < ownRows; i += 1)
    for (int j = 0; j < ownColumns; j += 1) tile[ownRow(i) * tilePitch + ownColumn(j)] = values.of[i][j];
}
inline void keepTransposed(const OwnSums &values, float *tile) {
  for (int i = 0; i < ownRows; i += 1)
    for (int j = 0; j < ownColumns; j += 1) tile[ownColumn(j) * tilePitch + ownRow(i)] = values.of[i][j];
}

// Folds a value of each of the 16 threads that share rows; every one gets the result.
template <typename Fold>
inline float foldOwnRow(float value, const Fold &fold) {
  for (int distance = threadsOfTile / 2; distance > 0; distance /= 2)
    value = fold(value, __shfl_xor_sync(0xffffffffu, value, distance));
  return value;
}

}  // namespace parasample
