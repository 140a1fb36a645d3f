#include "model/javascript/engine/value.hpp"

namespace onsale::javascript {

Value Value::property(const char* name) const
{
  if (not is_object())
    return {context_, JS_UNDEFINED};
  const JSValue found = JS_GetPropertyStr(context_, value_, name);
  if (JS_IsException(found) != 0) {
    JS_FreeValue(context_, JS_GetException(context_));
    return {context_, JS_UNDEFINED};
  }
  return {context_, found};
}

double Value::number() const
{
  double number = 0;
  if (context_ == nullptr || JS_ToFloat64(context_, &number, value_) < 0) {
    if (context_ != nullptr)
      JS_FreeValue(context_, JS_GetException(context_));
    return 0;
  }
  return number;
}

std::string Value::text() const
{
  if (context_ == nullptr)
    return {};
  const Text text(context_, value_);
  if (not text)
    JS_FreeValue(context_, JS_GetException(context_));
  return std::string(text.view());
}

} // namespace onsale::javascript
