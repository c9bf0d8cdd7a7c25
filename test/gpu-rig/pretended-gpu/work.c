#include "work.h"

#include <pthread.h>
#include <stdint.h>

enum { mostStreams = 64, mostEvents = 256 };

// Of those alone that ever had work; a stream of number 0 is none.
static struct {
  const void *stream;
  uint64_t begun, ended;
} streams[mostStreams];
static struct {
  const void *event;
  int stream;
  uint64_t begun;
} events[mostEvents];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int streamAt(const void *stream, int isNew) {
  for (int place = 1; place < mostStreams; place += 1) {
    if (streams[place].begun > 0 && streams[place].stream == stream) return place;
    if (streams[place].begun > 0 || !isNew) continue;
    streams[place].stream = stream;
    return place;
  }
  return 0;
}

static int eventAt(const void *event) {
  for (int place = 0; place < mostEvents; place += 1)
    if (events[place].event == event) return place;
  return -1;
}

void beginWork(const void *stream) {
  pthread_mutex_lock(&lock);
  streams[streamAt(stream, 1)].begun += 1;
  pthread_mutex_unlock(&lock);
}

void endWork(const void *stream) {
  pthread_mutex_lock(&lock);
  streams[streamAt(stream, 0)].ended += 1;
  pthread_mutex_unlock(&lock);
}

void recordEvent(const void *event, const void *stream) {
  pthread_mutex_lock(&lock);
  const int of = streamAt(stream, 0), known = eventAt(event), place = known >= 0 || of == 0 ? known : eventAt(0);
  if (place >= 0) {
    events[place].event = of ? event : 0;
    events[place].stream = of;
    events[place].begun = streams[of].begun;
  }
  pthread_mutex_unlock(&lock);
}

int isReached(const void *event) {
  pthread_mutex_lock(&lock);
  const int place = eventAt(event), reached = place < 0 || streams[events[place].stream].ended >= events[place].begun;
  pthread_mutex_unlock(&lock);
  return reached;
}

void forgetEvent(const void *event) {
  pthread_mutex_lock(&lock);
  const int place = eventAt(event);
  if (place >= 0) events[place].event = 0;
  pthread_mutex_unlock(&lock);
}
