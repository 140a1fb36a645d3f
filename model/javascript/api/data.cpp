#include "model/javascript/api/natives.hpp"
#include "model/javascript/host.hpp"

#include <filesystem>

namespace onsale::javascript {
namespace {

/// (path, binary) => text or ArrayBuffer. Paths count from the folder of the script.
JSValue open(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Host& host = host_of(context);
  if (host.current() == nullptr || not host.current()->in_init_code())
    return JS_ThrowTypeError(context,
                             "the \"open\" function is only available in the init stage (i.e. the global scope)");
  Sources& sources = host.engine().sources();
  const std::string path = sources.resolve(sources.main(), Value::copy(context, arguments[0]).text());
  const std::string* const text = sources.read(path);
  if (text == nullptr)
    return JS_ThrowTypeError(context, "open(): the file \"%s\" couldn't be read", path.c_str());
  if (JS_ToBool(context, arguments[1]) != 0)
    return JS_NewArrayBufferCopy(context, reinterpret_cast<const std::uint8_t*>(text->data()), text->size());
  return to_string(context, *text);
}

/// (name) => what was kept under that name, or undefined
JSValue shared(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Host& host = host_of(context);
  const auto known = host.shared_arrays.find(Value::copy(context, arguments[0]).text());
  if (known == host.shared_arrays.end())
    return JS_UNDEFINED;
  if (not host.engine().realm_per_user())
    return JS_DupValue(context, known->second.get());
  const std::string json = known->second.text();
  return JS_ParseJSON(context, json.c_str(), json.size(), "SharedArray");
}

/// (name, array)
JSValue share(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Host& host = host_of(context);
  Value kept(context, host.engine().realm_per_user()
                          ? JS_JSONStringify(context, arguments[1], JS_UNDEFINED, JS_UNDEFINED)
                          : JS_DupValue(context, arguments[1]));
  host.shared_arrays.insert_or_assign(Value::copy(context, arguments[0]).text(), std::move(kept));
  return JS_UNDEFINED;
}

JSValue in_init_code(JSContext* context, JSValueConst, int, JSValueConst*)
{
  return JS_NewBool(context, host_of(context).current() != nullptr && host_of(context).current()->in_init_code());
}

/// (place, what)
JSValue note_read(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  if (Port* const port = host_of(context).port())
    port->read(Value::copy(context, arguments[0]).text(), Value::copy(context, arguments[1]).text());
  return JS_UNDEFINED;
}

constexpr Native of_data[] = {{"noteRead", 2, note_read},
                              {"open", 2, open},
                              {"shared", 1, shared},
                              {"share", 2, share},
                              {"inInitCode", 0, in_init_code}};

} // namespace

constinit const std::span<const Native> data_natives(of_data);

} // namespace onsale::javascript
