#include "model/javascript/engine/shared_objects.hpp"

#include <cstring>
#include <set>
#include <utility>

namespace onsale::javascript {
namespace {

struct Property {
  JSAtom atom;
  JSPropertyDescriptor descriptor;
};

/// Own properties, accessors too, without calling any. What it takes it gives back.
template <class Visit> void for_each_property(JSContext* context, JSValueConst object, Visit visit)
{
  JSPropertyEnum* names = nullptr;
  std::uint32_t count = 0;
  if (JS_GetOwnPropertyNames(context, &names, &count, object, JS_GPN_STRING_MASK | JS_GPN_SYMBOL_MASK) < 0)
    return;
  for (std::uint32_t i = 0; i < count; ++i) {
    JSPropertyDescriptor found{};
    if (JS_GetOwnProperty(context, &found, object, names[i].atom) > 0) {
      visit(names[i].atom, found);
      JS_FreeValue(context, found.value);
      JS_FreeValue(context, found.getter);
      JS_FreeValue(context, found.setter);
    }
    JS_FreeAtom(context, names[i].atom);
  }
  js_free(context, names);
}

std::uint64_t bits_of(JSValueConst value)
{
  if (JS_VALUE_HAS_REF_COUNT(value))
    return reinterpret_cast<std::uintptr_t>(JS_VALUE_GET_PTR(value));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value.u, sizeof bits);
  return JS_VALUE_GET_TAG(value) == JS_TAG_FLOAT64 ? bits : static_cast<std::uint32_t>(bits);
}

} // namespace

SharedObjects::SharedObjects(JSContext* context) : context_(context)
{
  std::vector<Value> found;
  std::set<const void*> known;
  const auto note = [&](JSValueConst value) {
    if (JS_IsObject(value) && known.insert(JS_VALUE_GET_PTR(value)).second)
      found.push_back(Value::copy(context, value));
  };
  const Value global(context, JS_GetGlobalObject(context));
  note(global.get());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const JSValue object = found[i].get();
    for_each_property(context, object, [&](JSAtom, const JSPropertyDescriptor& property) {
      note(property.value);
      note(property.getter);
      note(property.setter);
    });
    const Value prototype(context, JS_GetPrototype(context, object));
    note(prototype.get());
  }
  // The digests come last: looking at a built-in property for the first time makes its value.
  for (Value& object : found) {
    const auto digest = digest_of(object.get());
    entries_.push_back({std::move(object), digest});
  }
}

bool SharedObjects::changed() const
{
  for (const Entry& entry : entries_)
    if (digest_of(entry.object.get()) != entry.digest)
      return true;
  return false;
}

/// FNV-1a over names, flags and the bits of values.
std::uint64_t SharedObjects::digest_of(JSValueConst object) const
{
  std::uint64_t digest = 0xcbf29ce484222325;
  const auto mix = [&digest](std::uint64_t bits) { digest = (digest ^ bits) * 0x100000001b3; };
  for_each_property(context_, object, [&](JSAtom atom, const JSPropertyDescriptor& property) {
    mix(atom);
    mix(static_cast<std::uint64_t>(property.flags));
    mix(bits_of(property.value));
    mix(bits_of(property.getter));
    mix(bits_of(property.setter));
  });
  return digest;
}

} // namespace onsale::javascript
