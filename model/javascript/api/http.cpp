#include "model/javascript/api/http_request.hpp"
#include "model/javascript/api/http_response.hpp"
#include "model/javascript/api/natives.hpp"
#include "model/javascript/host.hpp"

#include <cmath>

namespace onsale::javascript {
namespace {

using Kind = k6::Action::Kind;

/// (method, url, body, params, cookies) => Response
JSValue request(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  if (not read_request(vu, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], vu.request))
    return JS_EXCEPTION;
  if (not vu.act({.kind = Kind::request, .request = &vu.request}))
    return JS_EXCEPTION;
  return new_response(vu, vu.request, arguments[1]);
}

/// (list of [method, url, body, params, cookies]) => list of Responses
JSValue batch(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  const Value list = Value::copy(context, arguments[0]);
  const auto count = static_cast<std::uint32_t>(list.property("length").number());
  std::vector<k6::Request> requests(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Value each = list.element(i);
    if (not read_request(vu, each.element(0).get(), each.element(1).get(), each.element(2).get(), each.element(3).get(),
                         each.element(4).get(), requests[i]))
      return JS_EXCEPTION;
  }
  for (const auto& each : requests)
    if (not vu.act({.kind = Kind::gather, .request = &each}))
      return JS_EXCEPTION;
  if (count > 0 && not vu.act({.kind = Kind::batch}))
    return JS_EXCEPTION;
  Value responses(context, JS_NewArray(context));
  for (std::uint32_t i = 0; i < count; ++i) {
    if (not vu.act({.kind = Kind::next_answer}))
      return JS_EXCEPTION;
    JS_SetPropertyUint32(context, responses.get(), i, new_response(vu, requests[i], list.element(i).element(1).get()));
  }
  return responses.release();
}

/// (method, url, body, params, cookies) => promise of a Response. It goes out when the script next waits for promises.
JSValue async_request(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  Vu::Pending pending;
  if (not read_request(vu, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], pending.request))
    return JS_EXCEPTION;
  JSValue settle[2];
  const JSValue promise = JS_NewPromiseCapability(context, settle);
  if (JS_IsException(promise))
    return promise;
  JS_FreeValue(context, settle[1]);
  pending.resolve = Value(context, settle[0]);
  pending.url = Value::copy(context, arguments[1]);
  vu.pending.push_back(std::move(pending));
  return promise;
}

/// (function, milliseconds, again) => number
JSValue set_timer(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  Vu& vu = vu_of(context);
  double delay_ms = 0;
  if (JS_ToFloat64(context, &delay_ms, arguments[1]) < 0)
    return JS_EXCEPTION;
  if (not JS_IsFunction(context, arguments[0]))
    return JS_ThrowTypeError(context, "%s's callback isn't a callable function", "setTimeout");
  Vu::Pending timer;
  timer.resolve = Value::copy(context, arguments[0]);
  timer.is_timer = true;
  const double delay_s = std::isfinite(delay_ms) && delay_ms > 0 ? delay_ms / 1e3 : 0;
  timer.due_s = host_of(context).now_s() + delay_s;
  timer.every_s = JS_ToBool(context, arguments[2]) != 0 ? std::max(delay_s, 1e-3) : 0;
  timer.number = ++vu.timers;
  const auto number = timer.number;
  vu.pending.push_back(std::move(timer));
  return JS_NewUint32(context, number);
}

JSValue clear_timer(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  std::uint32_t number = 0;
  if (JS_ToUint32(context, &number, arguments[0]) < 0)
    return JS_EXCEPTION;
  std::erase_if(vu_of(context).pending,
                [&](const Vu::Pending& each) { return each.is_timer && each.number == number; });
  return JS_UNDEFINED;
}

/// (response) => list of its Set-Cookie headers, undefined without
JSValue sets_cookies(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  return set_cookies(context, arguments[0]);
}

/// (response) => boolean
JSValue plain(JSContext* context, JSValueConst, int, JSValueConst* arguments)
{
  return JS_NewBool(context, is_plain(context, arguments[0]));
}

constexpr Native of_http[] = {{"isPlain", 1, plain},

                              {"setsCookies", 1, sets_cookies},
                              {"request", 5, request},
                              {"batch", 1, batch},
                              {"asyncRequest", 5, async_request},
                              {"setTimer", 3, set_timer},
                              {"clearTimer", 1, clear_timer}};

} // namespace

constinit const std::span<const Native> http_natives(of_http);

} // namespace onsale::javascript
