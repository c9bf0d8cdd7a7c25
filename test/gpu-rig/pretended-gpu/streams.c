// Streams and events: what is asked of them has happened already, but for sums over GPUs (work.h).
#define __CUDA_API_VERSION_INTERNAL
#include <cuda.h>
#include <stdint.h>

#include "contexts.h"
#include "counts.h"
#include "order.h"
#include "work.h"

static int nextSerial(void) {
  static int serial = 1;
  return __sync_fetch_and_add(&serial, 1);
}

CUresult cuStreamCreate(CUstream* s, unsigned f) {
  *s = (CUstream)(uintptr_t)(0x1000 + 16 * nextSerial());
  count("stream", 0);
  return 0;
}
CUresult cuStreamCreateWithPriority(CUstream* s, unsigned f, int p) { return cuStreamCreate(s, f); }
CUresult cuStreamDestroy_v2(CUstream s) {
  count("stream destroyed", 0);
  return 0;
}
CUresult cuStreamQuery(CUstream s) { return 0; }
CUresult cuStreamSynchronize(CUstream s) {
  count("synchronisation", 0);
  return 0;
}
CUresult cuStreamWaitEvent(CUstream s, CUevent e, unsigned f) {
  // Whoever comes later in this stream would have to wait, and here does not.
  count(isReached(e) ? "stream waits event" : "stream waits for a sum", 0);
  orderWait(s, e);
  return 0;
}
CUresult cuStreamIsCapturing(CUstream s, CUstreamCaptureStatus* c) {
  *c = 0;
  return 0;
}
CUresult cuStreamGetCtx(CUstream s, CUcontext* c) {
  *c = currentContext() ? currentContext() : contextOf(0);
  return 0;
}
CUresult cuStreamGetPriority(CUstream s, int* p) {
  *p = 0;
  return 0;
}
CUresult cuStreamGetId(CUstream s, unsigned long long* i) {
  *i = (uintptr_t)s;
  return 0;
}
CUresult cuEventCreate(CUevent* e, unsigned f) {
  *e = (CUevent)(uintptr_t)(0x100000 + 16 * nextSerial());
  count("event", 0);
  return 0;
}
CUresult cuEventDestroy_v2(CUevent e) {
  count("event destroyed", 0);
  forgetEvent(e);
  return 0;
}
CUresult cuEventRecord(CUevent e, CUstream s) {
  count("event record", 0);
  recordEvent(e, s);
  orderRecord(e, s);
  return 0;
}
CUresult cuEventRecordWithFlags(CUevent e, CUstream s, unsigned f) { return cuEventRecord(e, s); }
CUresult cuEventQuery(CUevent e) { return isReached(e) ? CUDA_SUCCESS : CUDA_ERROR_NOT_READY; }
CUresult cuEventSynchronize(CUevent e) {
  count("synchronisation", 0);
  return 0;
}
CUresult cuEventElapsedTime(float* t, CUevent a, CUevent b) {
  *t = 1;
  return 0;
}
CUresult cuEventElapsedTime_v2(float* t, CUevent a, CUevent b) {
  *t = 1;
  return 0;
}
CUresult cuLaunchHostFunc(CUstream s, CUhostFn f, void* u) {
  count("host func", 0);
  f(u);
  return 0;
}
CUresult cuStreamAddCallback(CUstream s, CUstreamCallback f, void* u, unsigned fl) {
  count("host func", 0);
  f(s, 0, u);
  return 0;
}
