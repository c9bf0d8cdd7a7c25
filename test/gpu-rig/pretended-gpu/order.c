#include "order.h"

#include <pthread.h>
#include <stdint.h>

#include "counts.h"
#include "seen.h"

enum { places = 8192 };

// Of a stream or an event, known by its address: the last kernel, of all that were launched, that is done once it is there, and
// the last copy before it, with the kernel that this one had to wait for.
static struct {
  const void *of;
  uint64_t kernel, copy, copyAfter;
  const void *copied;
  size_t bytes;
} known[places];
static uint64_t kernels, copies, awaited;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int placeOf(const void *of) {
  unsigned place = (unsigned)(((uintptr_t)of >> 4) * 2654435761u) % places;
  while (known[place].of && known[place].of != of) place = (place + 1) % places;
  known[place].of = of;
  return place;
}

void orderKernel(const void *stream) {
  pthread_mutex_lock(&lock);
  known[placeOf(stream)].kernel = ++kernels;
  pthread_mutex_unlock(&lock);
}

void orderCopy(const void *stream, const void *to, size_t bytes) {
  pthread_mutex_lock(&lock);
  const int place = placeOf(stream);
  known[place].copy = ++copies;
  known[place].copyAfter = known[place].kernel;
  known[place].copied = to;
  known[place].bytes = bytes;
  pthread_mutex_unlock(&lock);
}

void orderRecord(const void *event, const void *stream) {
  pthread_mutex_lock(&lock);
  const int from = placeOf(stream), to = placeOf(event);
  known[to].kernel = known[from].kernel;
  known[to].copy = known[from].copy;
  known[to].copyAfter = known[from].copyAfter;
  known[to].copied = known[from].copied;
  known[to].bytes = known[from].bytes;
  pthread_mutex_unlock(&lock);
}

// Kernels that the waiting stream was given before may run beside the copy, but for those that the copy waited for.
void orderWait(const void *stream, const void *event) {
  uint64_t beside = 0;
  pthread_mutex_lock(&lock);
  const int of = placeOf(stream), at = placeOf(event);
  const int isFirst = known[at].copy > awaited;
  if (isFirst) {
    awaited = known[at].copy;
    noteSeen(known[at].copied, known[at].bytes);
    if (known[of].kernel > known[at].copyAfter) beside = known[of].kernel - known[at].copyAfter;
  }
  if (known[at].kernel > known[of].kernel) known[of].kernel = known[at].kernel;
  pthread_mutex_unlock(&lock);
  if (isFirst) count("kernels beside copies from pinned memory", beside);
}
