// Each device has one context, its primary one.
#pragma once

#include <cuda.h>

CUcontext contextOf(int device);
int deviceOf(CUcontext context);
// This thread's; null for none.
CUcontext currentContext(void);
