#include "operation.h"

#include <string>

namespace parasample {

int64_t sizeOf(const Shape &shape) {
  int64_t size = 1;
  for (const int64_t length : shape) size *= length;
  return size;
}

Run::Run(TF_OpKernelContext *context) : context_(context), status_(TF_NewStatus()) {
  for (int input = 0; input < TF_NumInputs(context); input += 1) {
    TF_Tensor *tensor = nullptr;
    TF_GetInput(context, input, &tensor, status_);
    tensors_.push_back(tensor);
    Shape shape;
    for (int axis = 0; axis < TF_NumDims(tensor); axis += 1) shape.push_back(TF_Dim(tensor, axis));
    shapes_.push_back(shape);
    data_.push_back(TF_TensorData(tensor));
  }
}

Run::~Run() {
  for (TF_Tensor *tensor : tensors_) TF_DeleteTensor(tensor);
  TF_DeleteStatus(status_);
}

float *Run::output(int index, const Shape &shape, TF_DataType type) {
  return dataOf(TF_AllocateOutput(context_, index, type, shape.data(), static_cast<int>(shape.size()),
                                  sizeOf(shape) * TF_DataTypeSize(type), status_));
}

float *Run::scratch(int64_t floats) {
  TF_AllocatorAttributes attributes;
  attributes.struct_size = TF_ALLOCATOR_ATTRIBUTES_STRUCT_SIZE;
  attributes.on_host = 0;
  return dataOf(TF_AllocateTemp(context_, TF_FLOAT, &floats, 1, &attributes, status_));
}

void Run::give(int index, TF_Tensor *tensor) { TF_SetOutput(context_, index, tensor, status_); }

void Run::fail(const char *sentence) {
  TF_SetStatus(status_, TF_FAILED_PRECONDITION, sentence);
  TF_OpKernelContext_Failure(context_, status_);
}

float *Run::dataOf(TF_Tensor *tensor) {
  if (TF_GetCode(status_) != TF_OK) {
    TF_OpKernelContext_Failure(context_, status_);
    throw Failed();
  }
  tensors_.push_back(tensor);
  return static_cast<float *>(TF_TensorData(tensor));
}

void inferShape(TF_ShapeInferenceContext *context, TF_Status *status, int output, int input, int firstAxisOf) {
  TF_ShapeHandle *shape = TF_NewShapeHandle();
  TF_ShapeInferenceContextGetInput(context, input, shape, status);
  if (firstAxisOf >= 0) {
    TF_ShapeHandle *front = TF_NewShapeHandle();
    TF_ShapeInferenceContextGetInput(context, firstAxisOf, front, status);
    TF_ShapeInferenceContextSubshape(context, front, 0, 1, front, status);
    TF_ShapeInferenceContextConcatenateShapes(context, front, shape, shape, status);
    TF_DeleteShapeHandle(front);
  }
  TF_ShapeInferenceContextSetOutput(context, output, shape, status);
  TF_DeleteShapeHandle(shape);
}

namespace {

void defineOperation(const Operation &operation, TF_Status *status) {
  TF_OpDefinitionBuilder *definition = TF_NewOpDefinitionBuilder(operation.name);
  for (const char *input : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char *attribute : operation.attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  for (const char *output : operation.outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, operation.inferShapes);
  TF_OpDefinitionBuilderSetIsStateful(definition, operation.hasEffects);
  TF_RegisterOpDefinition(definition, status);
}

void registerCpuKernel(const Operation &operation, TF_Status *status) {
  TF_KernelBuilder *builder = TF_NewKernelBuilder(operation.name, "CPU", nullptr, operation.compute, nullptr);
  TF_RegisterKernelBuilder(operation.name, builder, status);
}

bool isOfHost(const std::string &input) {
  return input.find("int32") != std::string::npos || input.find("resource") != std::string::npos;
}

void registerGpuKernel(const Operation &operation, TF_Status *status) {
  TF_KernelBuilder *builder = TF_NewKernelBuilder(operation.name, "GPU", nullptr, operation.computeOnGpu, nullptr);
  for (const std::string input : operation.inputs)
    if (isOfHost(input)) TF_KernelBuilder_HostMemory(builder, input.substr(0, input.find(':')).c_str());
  TF_RegisterKernelBuilder(operation.name, builder, status);
}

}  // namespace

bool registerOperation(const Operation &operation) {
  TF_Status *status = TF_NewStatus();
  defineOperation(operation, status);
  if (TF_GetCode(status) == TF_OK && operation.compute) registerCpuKernel(operation, status);
  if (TF_GetCode(status) == TF_OK && operation.computeOnGpu) registerGpuKernel(operation, status);
  const bool registered = TF_GetCode(status) == TF_OK;
  TF_DeleteStatus(status);
  return registered;
}

}  // namespace parasample
