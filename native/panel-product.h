// Products of a few rows with a matrix that is taken again and again, so that it should stay in the cache: the matrix lies
// in panels of a few vectors' width, one after the other, and a product goes through them in memory's order.
#pragma once

#include <algorithm>
#include <cstdint>

namespace parasample {

#if defined(__AVX512F__)
constexpr int floatsOfVector = 16;
#elif defined(__AVX__)
constexpr int floatsOfVector = 8;
#else
constexpr int floatsOfVector = 4;
#endif

// A type of GCC and Clang, whose arithmetic is that of all floats at once; it may lie anywhere.
typedef float Lanes __attribute__((vector_size(floatsOfVector * sizeof(float)), aligned(sizeof(float)), may_alias));

constexpr int vectorsOfPanel = 2;
constexpr int64_t panelWidth = vectorsOfPanel * floatsOfVector;

// As many rows at once as there are registers for their sums.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int mostRowsAtOnce = 8;
#else
constexpr int mostRowsAtOnce = 4;
#endif

// Columns of a matrix in panels, of which the last may have columns that are zero.
inline int64_t paddedColumns(int64_t columns) { return (columns + panelWidth - 1) / panelWidth * panelWidth; }

// Puts the matrix at(row, column) into panels: inner * paddedColumns(columns) numbers.
template <typename At>
inline void packPanels(int64_t inner, int64_t columns, const At &at, float *panels) {
  for (int64_t first = 0; first < columns; first += panelWidth)
    for (int64_t row = 0; row < inner; row += 1)
      for (int64_t column = first; column < first + panelWidth; column += 1)
        *panels++ = column < columns ? at(row, column) : 0.0f;
}

// Each number is the sum in the order of `inner`, however many rows there are.
template <int rows>
inline void rowsTimesPanel(const float *x, int64_t xStride, const float *panel, int64_t inner, float *out,
                           int64_t outStride) {
  Lanes sums[rows][vectorsOfPanel] = {};
  for (int64_t k = 0; k < inner; k += 1) {
    const Lanes *right = reinterpret_cast<const Lanes *>(panel + k * panelWidth);
    for (int row = 0; row < rows; row += 1)
      for (int vector = 0; vector < vectorsOfPanel; vector += 1)
        sums[row][vector] += right[vector] * x[row * xStride + k];
  }
  for (int row = 0; row < rows; row += 1)
    for (int vector = 0; vector < vectorsOfPanel; vector += 1)
      reinterpret_cast<Lanes *>(out + row * outStride)[vector] = sums[row][vector];
}

template <int rows>
inline void someRowsTimesPanel(int64_t count, const float *x, int64_t xStride, const float *panel, int64_t inner,
                               float *out, int64_t outStride) {
  for (; count >= rows; count -= rows, x += rows * xStride, out += rows * outStride)
    rowsTimesPanel<rows>(x, xStride, panel, inner, out, outStride);
  if constexpr (rows > 1) someRowsTimesPanel<rows / 2>(count, x, xStride, panel, inner, out, outStride);
}

// out = x * matrix for x of [count, inner] and a matrix of [inner, columns] in panels.
// out has rows of `outStride` numbers, paddedColumns(columns) at least.
inline void timesPanels(int64_t count, const float *x, int64_t xStride, const float *panels, int64_t inner,
                        int64_t columns, float *out, int64_t outStride) {
  for (int64_t first = 0; first < columns; first += panelWidth)
    someRowsTimesPanel<mostRowsAtOnce>(count, x, xStride, panels + first * inner, inner, out + first, outStride);
}

}  // namespace parasample
