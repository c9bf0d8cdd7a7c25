#pragma once

// Counts a launch of this kernel in a stream. Returns 0, or the driver's error once the device has failed.
int countLaunch(const char *kernel, const void *stream);
