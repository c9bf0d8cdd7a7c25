// NVIDIA's management library, of which TensorFlow asks no more than whether it is there.
int nvmlInit_v2(void) { return 0; }
int nvmlInit(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlDeviceGetHandleByPciBusId_v2(const char *place, void **device) {
  *device = (void *)16;
  return 0;
}
int nvmlDeviceGetCount_v2(unsigned *number) {
  *number = 1;
  return 0;
}
const char *nvmlErrorString(int error) { return "not in the pretended library"; }
