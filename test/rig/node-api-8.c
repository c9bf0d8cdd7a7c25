/*
 * Test rig only. better-sqlite3 keeps references to strings and symbols, which Node-API has from version 10 on; the
 * rig's Electron has version 8, which refers to objects only. The linker's --wrap option sends the addon's calls here:
 * a primitive is put into an object of its own, and that object is referred to instead. Such a reference is told from
 * others by its lowest bit, which is free because Node's own references are aligned pointers.
 */
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>

static const char kContent[] = "content";

extern napi_status __real_napi_create_reference(napi_env, napi_value, uint32_t, napi_ref*);
extern napi_status __real_napi_get_reference_value(napi_env, napi_ref, napi_value*);
extern napi_status __real_napi_delete_reference(napi_env, napi_ref);
extern napi_status __real_napi_reference_ref(napi_env, napi_ref, uint32_t*);
extern napi_status __real_napi_reference_unref(napi_env, napi_ref, uint32_t*);

static bool holds_container(napi_ref reference) { return ((uintptr_t)reference & 1) != 0; }
static napi_ref unmarked(napi_ref reference) { return (napi_ref)((uintptr_t)reference & ~(uintptr_t)1); }
static napi_ref marked(napi_ref reference) { return (napi_ref)((uintptr_t)reference | 1); }

static napi_status can_be_referred_to(napi_env env, napi_value value, bool* answer) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  *answer = type == napi_object || type == napi_function || type == napi_external;
  return status;
}

static napi_status put_into_container(napi_env env, napi_value value, napi_value* container) {
  napi_status status = napi_create_object(env, container);
  return status == napi_ok ? napi_set_named_property(env, *container, kContent, value) : status;
}

napi_status __wrap_napi_create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  bool direct;
  napi_value container;
  napi_status status = can_be_referred_to(env, value, &direct);
  if (status != napi_ok) return status;
  if (direct) return __real_napi_create_reference(env, value, count, result);
  status = put_into_container(env, value, &container);
  if (status != napi_ok) return status;
  status = __real_napi_create_reference(env, container, count, result);
  if (status == napi_ok) *result = marked(*result);
  return status;
}

napi_status __wrap_napi_get_reference_value(napi_env env, napi_ref reference, napi_value* result) {
  napi_status status = __real_napi_get_reference_value(env, unmarked(reference), result);
  if (status != napi_ok || *result == NULL || !holds_container(reference)) return status;
  return napi_get_named_property(env, *result, kContent, result);
}

napi_status __wrap_napi_delete_reference(napi_env env, napi_ref reference) {
  return __real_napi_delete_reference(env, unmarked(reference));
}

napi_status __wrap_napi_reference_ref(napi_env env, napi_ref reference, uint32_t* count) {
  return __real_napi_reference_ref(env, unmarked(reference), count);
}

napi_status __wrap_napi_reference_unref(napi_env env, napi_ref reference, uint32_t* count) {
  return __real_napi_reference_unref(env, unmarked(reference), count);
}
