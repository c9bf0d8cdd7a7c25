// NCCL between processes of one machine, whose GPUs' memory is the host's: sums are really computed, in the order of ranks,
// by a thread for each communicator. A worker that has ended or does not come is waited for until somebody gives up, as on a
// real device. It shows calls, their order and sums, not how NCCL itself behaves.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "counts.h"
#include "settings.h"
#include "work.h"

enum { success = 0, invalidArgument = 4, remoteError = 6, inProgress = 7 };
enum { float32 = 7, sumOperation = 0 };
enum { mostRanks = 8, chunkFloats = 1 << 14, mostTasks = 1 << 12, pauseMicroseconds = 50 };

typedef struct {
  char path[128];
} Id;

typedef struct {
  size_t size;
  unsigned magic, version;
  int blocking;
} Settings;

// What all map. Chunks are counted from 1; nobody writes one before all have read the one before.
typedef struct {
  int joined;
  struct {
    uint64_t written, read;
    float chunk[chunkFloats];
  } of[mostRanks];
} Shared;

typedef struct {
  const float *from;
  float *into;
  size_t count;
  const void *stream;
} Task;

typedef struct {
  Id id;
  int rank, ranks;
  Shared *shared;
  uint64_t chunks;
  Task tasks[mostTasks];
  uint64_t asked, done;
  int state, isAborted;
  pthread_t thread;
} Communicator;

// What this thread asks for between the start and the end of a group.
static __thread struct {
  Communicator *communicator;
  Task task;
} group[mostTasks];
static __thread int grouped, depth;

static int seen(const int *value) { return __atomic_load_n(value, __ATOMIC_ACQUIRE); }
static uint64_t seenLong(const uint64_t *value) { return __atomic_load_n(value, __ATOMIC_ACQUIRE); }
static void tell(uint64_t *value, uint64_t to) { __atomic_store_n(value, to, __ATOMIC_RELEASE); }

static Shared *sharedOf(const Id *id) {
  const int file = open(id->path, O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, sizeof(Shared))) return NULL;
  Shared *shared = mmap(0, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  return shared == MAP_FAILED ? NULL : shared;
}

// Until every rank has written, or read, so many chunks; 0 where this one was told to give up.
static int untilAll(Communicator *c, int isRead, uint64_t chunks) {
  for (int rank = 0; rank < c->ranks; rank += 1)
    while (seenLong(isRead ? &c->shared->of[rank].read : &c->shared->of[rank].written) < chunks) {
      if (seen(&c->isAborted)) return 0;
      usleep(pauseMicroseconds);
    }
  return 1;
}

static int sumChunk(Communicator *c, const float *from, float *into, size_t count) {
  if (!untilAll(c, 1, c->chunks)) return 0;
  c->chunks += 1;
  memcpy(c->shared->of[c->rank].chunk, from, count * sizeof(float));
  tell(&c->shared->of[c->rank].written, c->chunks);
  if (!untilAll(c, 0, c->chunks)) return 0;
  for (size_t i = 0; i < count; i += 1) {
    float sum = c->shared->of[0].chunk[i];
    for (int rank = 1; rank < c->ranks; rank += 1) sum += c->shared->of[rank].chunk[i];
    into[i] = sum;
  }
  tell(&c->shared->of[c->rank].read, c->chunks);
  return 1;
}

static int runTask(Communicator *c, const Task *task) {
  for (size_t at = 0; at < task->count; at += chunkFloats) {
    const size_t left = task->count - at;
    if (!sumChunk(c, task->from + at, task->into + at, left < chunkFloats ? left : chunkFloats)) return 0;
  }
  return 1;
}

static void *work(void *given) {
  Communicator *c = given;
  __atomic_add_fetch(&c->shared->joined, 1, __ATOMIC_ACQ_REL);
  while (seen(&c->shared->joined) < c->ranks && !seen(&c->isAborted)) usleep(pauseMicroseconds);
  if (c->rank == 0) unlink(c->id.path);
  __atomic_store_n(&c->state, success, __ATOMIC_RELEASE);
  while (!seen(&c->isAborted)) {
    if (c->done == seenLong(&c->asked)) {
      usleep(pauseMicroseconds);
      continue;
    }
    const Task *task = &c->tasks[c->done % mostTasks];
    if (!runTask(c, task)) break;
    endWork(task->stream);
    c->done += 1;
  }
  for (; c->done < seenLong(&c->asked); c->done += 1) endWork(c->tasks[c->done % mostTasks].stream);
  return NULL;
}

static int ask(Communicator *c, const Task *task) {
  const int limit = settingOf("PRETENDED_NCCL_FAILS_AFTER", -1);
  if (limit >= 0 && c->asked >= (uint64_t)limit) c->state = remoteError;
  beginWork(task->stream);
  c->tasks[c->asked % mostTasks] = *task;
  tell(&c->asked, c->asked + 1);
  count("all-reduce", task->count * sizeof(float));
  return c->state;
}

int ncclGetUniqueId(Id *id) {
  static int serial;
  memset(id, 0, sizeof *id);
  snprintf(id->path, sizeof id->path, "/dev/shm/pretended-nccl-%d-%d", getpid(), __sync_add_and_fetch(&serial, 1));
  return success;
}

int ncclCommInitRankConfig(Communicator **communicator, int ranks, Id id, int rank, const Settings *settings) {
  if (settings->magic != 0xcafebeef || settings->blocking || ranks > mostRanks || rank >= ranks) return invalidArgument;
  Communicator *c = calloc(1, sizeof *c);
  c->id = id;
  c->rank = rank;
  c->ranks = ranks;
  c->state = inProgress;
  c->shared = sharedOf(&id);
  if (!c->shared) return invalidArgument;
  count("communicator", 0);
  const char *algorithm = getenv("NCCL_ALGO");
  if (algorithm) count(strcmp(algorithm, "Ring") ? "communicator of another order" : "communicator of a ring", 0);
  pthread_create(&c->thread, NULL, work, c);
  *communicator = c;
  return inProgress;
}

int ncclCommGetAsyncError(Communicator *c, int *state) {
  *state = seen(&c->state);
  return success;
}

int ncclCommAbort(Communicator *c) {
  const int isIdle = c->done == seenLong(&c->asked);
  count(isIdle ? "communicator ended" : "communicator aborted at work", 0);
  __atomic_store_n(&c->isAborted, 1, __ATOMIC_RELEASE);
  pthread_join(c->thread, NULL);
  unlink(c->id.path);
  munmap(c->shared, sizeof(Shared));
  free(c);
  return success;
}

int ncclGroupStart(void) {
  depth += 1;
  return success;
}

int ncclGroupEnd(void) {
  depth -= 1;
  if (depth > 0) return success;
  int result = success;
  for (int each = 0; each < grouped; each += 1) result = ask(group[each].communicator, &group[each].task);
  count("group of all-reduces", 0);
  grouped = 0;
  return result;
}

int ncclAllReduce(const void *from, void *into, size_t count, int type, int operation, Communicator *c, void *stream) {
  if (type != float32 || operation != sumOperation || grouped == mostTasks) return invalidArgument;
  const Task task = {from, into, count, stream};
  if (depth == 0) return ask(c, &task);
  group[grouped].communicator = c;
  group[grouped].task = task;
  grouped += 1;
  return success;
}

const char *ncclGetErrorString(int result) {
  return result == remoteError ? "remote process exited or there was a network error" : "invalid argument";
}
const char *ncclGetLastError(Communicator *c) { return ""; }
