// cuBLAS 12.9: counts products, and computes a process's first alone, by which Parasample tries a device out. In training each
// would multiply what earlier ones left in memory that no kernel fills, until nothing is finite.
#include <stddef.h>
#include <stdio.h>

#include "counts.h"

int cublasCreate_v2(void **handle) {
  *handle = (void *)32;
  return 0;
}
int cublasGetMathMode(void *handle, int *mode) {
  *mode = 0;
  return 0;
}
int cublasGetStream_v2(void *handle, void **stream) {
  *stream = NULL;
  return 0;
}
int cublasGetPointerMode_v2(void *handle, int *mode) {
  *mode = 0;
  return 0;
}
int cublasGetVersion_v2(void *handle, int *version) {
  *version = 120903;
  return 0;
}
int cublasSetStream_v2(void *handle, void *stream) { return 0; }
int cublasSetMathMode(void *handle, int mode) {
  char text[64];
  snprintf(text, sizeof text, "math mode %d of cuBLAS", mode);
  count(text, 0);
  return 0;
}
int cublasSetPointerMode_v2(void *handle, int mode) { return 0; }
int cublasSetWorkspace_v2(void *handle, void *workspace, size_t bytes) { return 0; }

// By columns, as Fortran has it: C = alpha op(A) op(B) + beta C.
int cublasSgemm_v2(void *handle, int transposesA, int transposesB, int m, int n, int k, const float *alpha,
                   const float *a, int aColumn, const float *b, int bColumn, const float *beta, float *c, int cColumn) {
  enum { most = 1 << 20 };
  static int multiplied;
  count("product", 0);
  if (__sync_lock_test_and_set(&multiplied, 1) || (long)m * n * k > most) return 0;
  for (int column = 0; column < n; column += 1)
    for (int row = 0; row < m; row += 1) {
      float sum = 0;
      for (int i = 0; i < k; i += 1)
        sum += a[transposesA ? row * aColumn + i : i * aColumn + row] *
               b[transposesB ? i * bColumn + column : column * bColumn + i];
      float *place = c + column * cColumn + row;
      *place = *alpha * sum + (*beta == 0 ? 0 : *beta * *place);
    }
  return 0;
}
