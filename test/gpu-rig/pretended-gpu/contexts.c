#define __CUDA_API_VERSION_INTERNAL
#include "contexts.h"

#include "counts.h"

static __thread CUcontext current;
static char contexts[64];

CUcontext contextOf(int device) { return (CUcontext)&contexts[device]; }
int deviceOf(CUcontext context) { return context ? (int)((char *)context - contexts) : 0; }
CUcontext currentContext(void) { return current; }

CUresult cuCtxSetCurrent(CUcontext c) {
  current = c;
  return 0;
}
CUresult cuCtxGetCurrent(CUcontext *c) {
  *c = current;
  return 0;
}
CUresult cuCtxPushCurrent_v2(CUcontext c) {
  current = c;
  return 0;
}
CUresult cuCtxPopCurrent_v2(CUcontext *c) {
  if (c) *c = current;
  return 0;
}
CUresult cuCtxGetDevice(CUdevice *d) {
  *d = deviceOf(current);
  return 0;
}
CUresult cuCtxSynchronize(void) {
  count("synchronisation", 0);
  return 0;
}
CUresult cuCtxGetStreamPriorityRange(int *l, int *g) {
  *l = 0;
  *g = -5;
  return 0;
}
CUresult cuCtxGetSharedMemConfig(CUsharedconfig *c) {
  *c = 1;
  return 0;
}
CUresult cuCtxGetApiVersion(CUcontext c, unsigned *v) {
  *v = 13000;
  return 0;
}
CUresult cuCtxEnablePeerAccess(CUcontext c, unsigned f) { return 0; }
CUresult cuCtxGetFlags(unsigned *f) {
  *f = 0;
  return 0;
}
CUresult cuCtxGetLimit(size_t *v, CUlimit l) {
  *v = 1024;
  return 0;
}
CUresult cuCtxSetLimit(CUlimit l, size_t v) { return 0; }
