// cuDNN 9.28: it is there, and computes nothing.
#include <stddef.h>

int cudnnCreate(void **handle) {
  *handle = (void *)32;
  return 0;
}
size_t cudnnGetVersion(void) { return 92800; }
size_t cudnnGetCudartVersion(void) { return 12090; }
int cudnnGetProperty(int property, int *value) {
  *value = property == 0 ? 9 : property == 1 ? 28 : 0;
  return 0;
}
const char *cudnnGetErrorString(int error) { return "error of the pretended library"; }
