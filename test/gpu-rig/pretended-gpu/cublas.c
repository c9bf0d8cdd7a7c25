// cuBLAS 12.9: counts products, and computes only those small enough to try a device out by.
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
