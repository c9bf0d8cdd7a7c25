int cublasLtCreate(void **handle) {
  *handle = (void *)32;
  return 0;
}
