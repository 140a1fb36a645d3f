#include "model/javascript/api/natives.hpp"
#include "model/javascript/host.hpp"

namespace onsale::javascript {
namespace {

/// `__VU`: 0 in the init code that is run before there are users.
JSValue vu_id(JSContext* context, JSValueConst, int, JSValueConst*)
{
  const Vu* const vu = host_of(context).current();
  return JS_NewUint32(context, vu == nullptr ? 0 : vu->number() + 1);
}

/// `__ITER`: iterations that this user began before.
JSValue vu_iteration(JSContext* context, JSValueConst, int, JSValueConst*)
{
  const Vu* const vu = host_of(context).current();
  return vu == nullptr || vu->in_init_code() ? JS_UNDEFINED
                                             : JS_NewInt64(context, static_cast<std::int64_t>(vu->iterations_begun()));
}

/// Number of the iteration in its scenario.
JSValue scenario_iteration(JSContext* context, JSValueConst, int, JSValueConst*)
{
  return JS_NewInt64(context, static_cast<std::int64_t>(vu_of(context).iteration().number));
}

JSValue function_name(JSContext* context, JSValueConst, int, JSValueConst*)
{
  return to_string(context, vu_of(context).function());
}

/// (reason): ends the whole test.
JSValue abort(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  vu.text =
      JS_IsUndefined(arguments[0]) != 0 ? "test aborted" : "test aborted: " + Value::copy(context, arguments[0]).text();
  return vu.act({.kind = k6::Action::Kind::abort, .text = &vu.text}) ? JS_UNDEFINED : JS_EXCEPTION;
}

/// (name) or (name, value): exec.vu.tags
JSValue vu_tag(JSContext* context, JSValueConst, int count, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  const std::string name = Value::copy(context, arguments[0]).text();
  if (count > 1)
    vu.tags.set(name, Value::copy(context, arguments[1]).text());
  const auto* const value = vu.tags.find(name);
  return value == nullptr ? JS_UNDEFINED : to_string(context, *value);
}

/// What the script exports as `options`, as JSON.
JSValue options(JSContext* context, JSValueConst, int, JSValueConst*)
{
  return to_string(context, host_of(context).options().script_options);
}

JSValue scenario_name(JSContext* context, JSValueConst, int, JSValueConst*)
{
  return to_string(context, vu_of(context).scenario);
}

/// Seconds since 1970: when the first scenario began.
JSValue load_began(JSContext* context, JSValueConst, int, JSValueConst*)
{
  return JS_NewFloat64(context, host_of(context).counts.load_began_s);
}

/// (name) => a figure of the whole test
JSValue count(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  const Host& host = host_of(context);
  const Host::Counts& counts = host.counts;
  const std::string name = Value::copy(context, arguments[0]).text();
  if (name == "duration_ms")
    return JS_NewFloat64(context, (host.now_s() - counts.test_began_s) * 1e3);
  return JS_NewInt64(context, static_cast<std::int64_t>(name == "completed"     ? counts.completed
                                                        : name == "interrupted" ? counts.interrupted
                                                        : name == "active"      ? counts.active
                                                                                : counts.initialized));
}

/// (summary as JSON, indent, colours) => k6's text
JSValue text_summary(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  const auto& text = host_of(context).options().summary_text;
  if (not text)
    return to_string(context, "");
  return to_string(context, text(Value::copy(context, arguments[0]).text(), Value::copy(context, arguments[1]).text(),
                                 JS_ToBool(context, arguments[2]) != 0));
}

constexpr Native of_execution[] = {{"options", 0, options},
                                   {"scenarioName", 0, scenario_name},
                                   {"loadBegan", 0, load_began},
                                   {"count", 1, count},
                                   {"textSummary", 3, text_summary},
                                   {"vuId", 0, vu_id},
                                   {"vuIteration", 0, vu_iteration},
                                   {"scenarioIteration", 0, scenario_iteration},
                                   {"functionName", 0, function_name},
                                   {"abort", 1, abort},
                                   {"vuTag", 2, vu_tag}};

} // namespace

constinit const std::span<const Native> execution_natives(of_execution);

} // namespace onsale::javascript
