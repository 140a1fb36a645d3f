#include "model/javascript/api/natives.hpp"

#include "model/javascript/api/http_response.hpp"
#include "model/javascript/host.hpp"

namespace onsale::javascript {
namespace {

constexpr const std::span<const Native>* files[] = {&core_natives,      &data_natives, &digest_natives,
                                                    &execution_natives, &http_natives, &metrics_natives};

int fill(JSContext* context, JSModuleDef* module)
{
  for (const auto* file : files)
    for (const Native& native : *file)
      JS_SetModuleExport(context, module, native.name,
                         JS_NewCFunction(context, native.call, native.name, native.parameters));
  return 0;
}

JSValue random(JSContext* context, JSValueConst, int, JSValueConst*)
{
  Vu* const vu = host_of(context).current();
  return JS_NewFloat64(context, vu != nullptr ? vu->uniform() : 0);
}

} // namespace

Vu& vu_of(JSContext* context)
{
  return *host_of(context).current();
}

JSModuleDef* new_native_module(JSContext* context)
{
  JSModuleDef* const module = JS_NewCModule(context, "onsale:native", fill);
  for (const auto* file : files)
    for (const Native& native : *file)
      JS_AddModuleExport(context, module, native.name);
  return module;
}

void register_classes(Host& host)
{
  register_response(host);
}

void add_global_objects(JSContext* context, Host& host)
{
  const Value global(context, JS_GetGlobalObject(context));
  const Value math = global.property("Math");
  JS_DefinePropertyValueStr(context, math.get(), "random", JS_NewCFunction(context, random, "random", 0),
                            JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
  const Value environment(context, JS_NewObject(context));
  for (const auto& [name, value] : host.engine().sources().options().environment)
    JS_DefinePropertyValueStr(context, environment.get(), name.c_str(), to_string(context, value), JS_PROP_C_W_E);
  JS_DefinePropertyValueStr(context, global.get(), "__ENV", JS_DupValue(context, environment.get()), JS_PROP_C_W_E);
  add_response_prototype(context, host);
}

} // namespace onsale::javascript
