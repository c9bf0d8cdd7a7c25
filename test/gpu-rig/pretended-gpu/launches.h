#pragma once

// Counts a launch of this kernel. Returns 0, or the driver's error once the device has failed.
int countLaunch(const char *kernel);
