#include "seen.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// FNV-1a.
static uint64_t sumOf(const unsigned char *start, size_t bytes) {
  uint64_t sum = 14695981039346656037u;
  for (size_t i = 0; i < bytes; i += 1) sum = (sum ^ start[i]) * 1099511628211u;
  return sum;
}

void noteSeen(const void *start, size_t bytes) {
  const char *path = getenv("PRETENDED_SEEN"), *gpu = getenv("CUDA_VISIBLE_DEVICES");
  if (!path) return;
  char line[200];
  const int length = snprintf(line, sizeof line, "%s\t%d\t%zu\t%016lx\n", gpu ? gpu : "", (int)getpid(), bytes,
                              (unsigned long)sumOf(start, bytes));
  // Several processes write there, each line at once.
  const int file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (file < 0) return;
  if (write(file, line, length) != length) abort();
  close(file);
}
