#include "model/javascript/api/natives.hpp"
#include "model/javascript/host.hpp"

#include <cmath>

namespace onsale::javascript {
namespace {

using Kind = k6::Action::Kind;

k6::TagSet read_tags(JSContext* context, JSValueConst object)
{
  k6::TagSet tags;
  if (not JS_IsObject(object))
    return tags;
  JSPropertyEnum* names = nullptr;
  std::uint32_t count = 0;
  JS_GetOwnPropertyNames(context, &names, &count, object, JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Value name(context, JS_AtomToString(context, names[i].atom));
    const Value value(context, JS_GetProperty(context, object, names[i].atom));
    tags.set(name.text(), value.text());
    JS_FreeAtom(context, names[i].atom);
  }
  js_free(context, names);
  return tags;
}

JSValue sleep(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  double seconds = 0;
  if (JS_ToFloat64(context, &seconds, arguments[0]) < 0)
    return JS_EXCEPTION;
  if (not(seconds > 0)) // NaN too: time.Sleep returns at once
    return vu_of(context).in_init_code() ? JS_ThrowTypeError(context, "sleep is not supported in the init context")
                                         : JS_UNDEFINED;
  return vu_of(context).act({.kind = Kind::sleep, .value = seconds}) ? JS_UNDEFINED : JS_EXCEPTION;
}

/// (name, passed, tags)
JSValue check(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  Host& host = host_of(context);
  std::uint32_t index = 0;
  const bool plain = JS_IsUndefined(arguments[2]) != 0 && vu.tags.empty();
  const JSAtom atom = JS_ValueToAtom(context, arguments[0]);
  const auto key = (std::uint64_t{vu.group} << 32) | atom;
  const auto known = plain ? host.known_checks.find(key) : host.known_checks.end();
  if (known != host.known_checks.end()) {
    index = known->second;
    JS_FreeAtom(context, atom);
  } else {
    auto tags = read_tags(context, arguments[2]);
    for (const auto& [name, value] : vu.tags.tags())
      if (tags.find(name) == nullptr)
        tags.set(name, value);
    const Value name = Value::copy(context, arguments[0]);
    index = host.tables().checks.intern({name.text(), host.group_path(vu.group), std::move(tags)});
    if (plain)
      host.known_checks.emplace(key, index); // which keeps the atom
    else
      JS_FreeAtom(context, atom);
  }
  const double passed = JS_ToBool(context, arguments[1]) != 0 ? 1 : 0;
  return vu.act({.kind = Kind::check, .index = index, .value = passed}) ? JS_UNDEFINED : JS_EXCEPTION;
}

JSValue group_start(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  const Text name(context, arguments[0]);
  if (not name)
    return JS_EXCEPTION;
  if (name.view().find("::") != std::string_view::npos)
    return JS_ThrowTypeError(context, "group and check names may not contain '::'");
  vu.group = host_of(context).group(vu.group, name.view());
  return vu.act({.kind = Kind::group_start}) ? JS_UNDEFINED : JS_EXCEPTION;
}

JSValue group_end(JSContext* context, JSValueConst, int, JSValueConst*)
{
  Vu& vu = vu_of(context);
  Host& host = host_of(context);
  const auto index = host.sample_tags(vu, {});
  const bool goes_on = vu.act({.kind = Kind::group_end, .index = index});
  vu.group = host.parent_of(vu.group);
  return goes_on ? JS_UNDEFINED : JS_EXCEPTION;
}

JSValue random_seed(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  std::int64_t seed = 0;
  if (JS_ToInt64(context, &seed, arguments[0]) < 0)
    return JS_EXCEPTION;
  vu_of(context).seed(static_cast<std::uint64_t>(seed));
  return JS_UNDEFINED;
}

/// (level, text)
JSValue log(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  host_of(context).log(Value::copy(context, arguments[0]).text(), Value::copy(context, arguments[1]).text());
  return JS_UNDEFINED;
}

/// Milliseconds since 1970, with fractions.
JSValue now(JSContext* context, JSValueConst, int, JSValueConst*)
{
  return JS_NewFloat64(context, host_of(context).now_s() * 1e3);
}

/// (metric, value, tags)
JSValue add(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  std::uint32_t metric = 0;
  double value = 0;
  if (JS_ToUint32(context, &metric, arguments[0]) < 0 || JS_ToFloat64(context, &value, arguments[1]) < 0)
    return JS_EXCEPTION;
  if (vu.in_init_code())
    return JS_ThrowTypeError(context, "metrics cannot be added to in the init context");
  const auto index = host_of(context).sample_tags(vu, read_tags(context, arguments[2]));
  const bool goes_on = vu.act({.kind = Kind::add, .metric = metric, .index = index, .value = value});
  return goes_on ? JS_TRUE : JS_EXCEPTION;
}

/// (name, kind, isTime) => number
JSValue metric(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  static constexpr k6::MetricKind kinds[] = {k6::MetricKind::counter, k6::MetricKind::gauge, k6::MetricKind::rate,
                                             k6::MetricKind::trend};
  std::uint32_t kind = 0;
  JS_ToUint32(context, &kind, arguments[1]);
  try {
    const auto number = host_of(context).metric(Value::copy(context, arguments[0]).text(), kinds[kind % 4],
                                                JS_ToBool(context, arguments[2]) != 0, vu_of(context).in_init_code());
    return JS_NewUint32(context, number);
  } catch (const std::invalid_argument& error) {
    return JS_ThrowTypeError(context, "%s", error.what());
  }
}

constexpr Native of_core[] = {{"sleep", 1, sleep},
                              {"check", 3, check},
                              {"groupStart", 1, group_start},
                              {"groupEnd", 0, group_end},
                              {"randomSeed", 1, random_seed},
                              {"log", 2, log},
                              {"now", 0, now}};

constexpr Native of_metrics[] = {{"metric", 3, metric}, {"add", 3, add}};

} // namespace

constinit const std::span<const Native> core_natives(of_core);
constinit const std::span<const Native> metrics_natives(of_metrics);

} // namespace onsale::javascript
