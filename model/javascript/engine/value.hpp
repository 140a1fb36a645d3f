/// A JavaScript value that is given back when it goes out of scope.
#pragma once

#include "model/javascript/engine/quickjs_fibers.h"

#include <string>
#include <string_view>
#include <utility>

namespace onsale::javascript {

class Value {
public:
  Value() = default;
  /// Takes what `value` owns.
  Value(JSContext* context, JSValue value) : context_(context), value_(value) {}
  Value(Value&& other) noexcept : context_(other.context_), value_(std::exchange(other.value_, JS_UNDEFINED)) {}
  Value& operator=(Value&& other) noexcept
  {
    std::swap(context_, other.context_);
    std::swap(value_, other.value_);
    return *this;
  }
  ~Value()
  {
    if (context_ != nullptr)
      JS_FreeValue(context_, value_);
  }

  static Value copy(JSContext* context, JSValueConst value) { return {context, JS_DupValue(context, value)}; }

  JSValueConst get() const { return value_; }
  JSValue release() { return std::exchange(value_, JS_UNDEFINED); }
  bool is_exception() const { return JS_IsException(value_) != 0; }
  bool is_undefined() const { return JS_IsUndefined(value_) != 0; }
  bool is_nullish() const { return JS_IsUndefined(value_) != 0 || JS_IsNull(value_) != 0; }
  bool is_object() const { return JS_IsObject(value_) != 0; }
  bool is_string() const { return JS_IsString(value_) != 0; }
  bool is_function() const { return context_ != nullptr && JS_IsFunction(context_, value_) != 0; }

  /// Undefined if there is none or it cannot be read.
  Value property(const char* name) const;
  Value element(std::uint32_t index) const { return {context_, JS_GetPropertyUint32(context_, value_, index)}; }
  /// 0 if it is no number.
  double number() const;
  /// As `String(value)` says it; empty if that throws.
  std::string text() const;
  JSContext* context() const { return context_; }

private:
  JSContext* context_ = nullptr;
  JSValue value_ = JS_UNDEFINED;
};

/// The characters of a string in UTF-8, as long as this lives.
class Text {
public:
  Text(JSContext* context, JSValueConst value) : context_(context), begin_(JS_ToCStringLen(context, &size_, value)) {}
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text()
  {
    if (begin_ != nullptr)
      JS_FreeCString(context_, begin_);
  }
  /// False: an exception is pending.
  explicit operator bool() const { return begin_ != nullptr; }
  std::string_view view() const { return begin_ != nullptr ? std::string_view(begin_, size_) : std::string_view(); }

private:
  JSContext* context_;
  std::size_t size_ = 0;
  const char* begin_;
};

inline JSValue to_string(JSContext* context, std::string_view text)
{
  return JS_NewStringLen(context, text.data(), text.size());
}

} // namespace onsale::javascript
