#include "model/javascript/api/http_response.hpp"

#include "model/http/body.hpp"
#include "model/http/reason_phrase.hpp"
#include "model/javascript/host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>
#include <string>

namespace onsale::javascript {
namespace {

constexpr int first_error_status = 400;
constexpr int status_code_base = 1000;
constexpr double ms_per_s = 1e3;

/// Followed by its fields and then by the items of their lists, in the same block.
struct Answer {
  http::Response response;
  http::NameId endpoint = 0;
  std::uint32_t tags = 0;
  JSValue url = JS_UNDEFINED;
  JSValue json = JS_UNDEFINED; ///< once it was asked for: the same object each time, as in k6
};

http::Field* fields_of(Answer* answer)
{
  return reinterpret_cast<http::Field*>(answer + 1);
}

Answer& answer_of(JSContext* context, JSValueConst self)
{
  return *static_cast<Answer*>(JS_GetOpaque(self, host_of(context).response_class));
}

void finalize(JSRuntime* runtime, JSValue self)
{
  const auto& host = *static_cast<Host*>(static_cast<Engine*>(JS_GetRuntimeOpaque(runtime))->owner);
  auto* const answer = static_cast<Answer*>(JS_GetOpaque(self, host.response_class));
  if (answer == nullptr)
    return;
  JS_FreeValueRT(runtime, answer->url);
  JS_FreeValueRT(runtime, answer->json);
  js_free_rt(runtime, answer);
}

void mark(JSRuntime* runtime, JSValueConst self, JS_MarkFunc* visit)
{
  const auto& host = *static_cast<Host*>(static_cast<Engine*>(JS_GetRuntimeOpaque(runtime))->owner);
  if (auto* const answer = static_cast<Answer*>(JS_GetOpaque(self, host.response_class)))
    JS_MarkValue(runtime, answer->json, visit);
}

JSValue new_body(JSContext* context, const Answer& answer)
{
  const Host& host = host_of(context);
  if (answer.response.status == 0)
    return JS_NULL;
  return host.watched(context, host.port()->body(context, answer.endpoint, answer.response));
}

const char* message_of(http::NetworkError error)
{
  switch (error) {
  case http::NetworkError::request_timeout:
    return "request timeout";
  case http::NetworkError::broken_pipe:
    return "write: broken pipe";
  case http::NetworkError::dial_timeout:
    return "dial: i/o timeout";
  case http::NetworkError::connection_refused:
    return "dial: connection refused";
  case http::NetworkError::connection_reset:
    return "read: connection reset by peer";
  case http::NetworkError::none:
    break;
  }
  return "";
}

int error_code(const http::Response& response)
{
  if (response.status == 0)
    return static_cast<int>(response.error);
  return response.status >= first_error_status ? status_code_base + response.status : 0;
}

JSValue timings(JSContext* context, const http::Phases& phases)
{
  const JSValue object = JS_NewObject(context);
  const auto put = [&](const char* name, double value_s) {
    JS_DefinePropertyValueStr(context, object, name, JS_NewFloat64(context, value_s * ms_per_s), JS_PROP_C_W_E);
  };
  put("duration", phases.duration_s());
  put("blocked", phases.blocked_s);
  put("looking_up", 0);
  put("connecting", phases.connecting_s);
  put("tls_handshaking", 0);
  put("sending", phases.sending_s);
  put("waiting", phases.waiting_s);
  put("receiving", phases.receiving_s);
  return object;
}

JSValue headers(JSContext* context, const Answer& answer)
{
  const JSValue object = JS_NewObject(context);
  if (answer.response.status != 0)
    for (const auto& [name, value] : host_of(context).port()->headers(answer.endpoint, answer.response))
      JS_DefinePropertyValueStr(context, object, name.c_str(), to_string(context, value), JS_PROP_C_W_E);
  return object;
}

JSValue request(JSContext* context, const Answer& answer)
{
  const auto& tags = host_of(context).tables().requests[answer.tags];
  const JSValue object = JS_NewObject(context);
  JS_DefinePropertyValueStr(context, object, "method", to_string(context, tags.method), JS_PROP_C_W_E);
  JS_DefinePropertyValueStr(context, object, "url", JS_DupValue(context, answer.url), JS_PROP_C_W_E);
  JS_DefinePropertyValueStr(context, object, "headers", JS_NewObject(context), JS_PROP_C_W_E);
  JS_DefinePropertyValueStr(context, object, "cookies", JS_NewObject(context), JS_PROP_C_W_E);
  JS_DefinePropertyValueStr(context, object, "body", to_string(context, ""), JS_PROP_C_W_E);
  return object;
}

/// The text of the body: what a server sends, or `null` without an answer.
JSValue body(JSContext* context, const Answer& answer)
{
  const Value made(context, new_body(context, answer));
  if (JS_IsNull(made.get()) || made.is_string())
    return JS_DupValue(context, made.get());
  if (made.is_undefined())
    return to_string(context, "");
  return JS_JSONStringify(context, made.get(), JS_UNDEFINED, JS_UNDEFINED);
}

enum Property : int { p_status, p_url, p_body, p_error, p_error_code, p_timings, p_headers, p_request, p_status_text };

JSValue get(JSContext* context, JSValueConst self, int property)
{
  const Answer& answer = answer_of(context, self);
  switch (property) {
  case p_status:
    return JS_NewInt32(context, answer.response.status);
  case p_url:
    return JS_DupValue(context, answer.url);
  case p_body:
    return body(context, answer);
  case p_error:
    return to_string(context, message_of(answer.response.error));
  case p_error_code:
    return JS_NewInt32(context, error_code(answer.response));
  case p_timings:
    return timings(context, answer.response.phases);
  case p_headers:
    return headers(context, answer);
  case p_request:
    return request(context, answer);
  default:
    return to_string(context, answer.response.status == 0 ? ""
                                                          : fmt::format("{} {}", answer.response.status,
                                                                        http::reason_phrase(answer.response.status)));
  }
}

/// The body as values, made without text in between.
JSValue json(JSContext* context, JSValueConst self, int, JSValueConst*)
{
  Answer& answer = answer_of(context, self);
  if (JS_IsUndefined(answer.json))
    answer.json = new_body(context, answer);
  return JS_DupValue(context, answer.json);
}

constexpr std::pair<const char*, Property> properties[] = {
    {"status", p_status},          {"url", p_url},         {"body", p_body},       {"error", p_error},
    {"error_code", p_error_code},  {"timings", p_timings}, {"headers", p_headers}, {"request", p_request},
    {"status_text", p_status_text}};

} // namespace

void register_response(Host& host)
{
  JS_NewClassID(&host.response_class);
  const JSClassDef definition{"Response", finalize, mark, nullptr, nullptr};
  JS_NewClass(host.engine().runtime(), host.response_class, &definition);
}

void add_response_prototype(JSContext* context, const Host& host)
{
  const JSValue prototype = JS_NewObject(context);
  JSCFunctionType getter;
  getter.getter_magic = get;
  for (const auto& [name, property] : properties) {
    const JSAtom atom = JS_NewAtom(context, name);
    JS_DefinePropertyGetSet(context, prototype, atom,
                            JS_NewCFunction2(context, getter.generic, name, 0, JS_CFUNC_getter_magic, property),
                            JS_UNDEFINED, JS_PROP_CONFIGURABLE | JS_PROP_ENUMERABLE);
    JS_FreeAtom(context, atom);
  }
  JS_DefinePropertyValueStr(context, prototype, "_json", JS_NewCFunction(context, json, "_json", 0),
                            JS_PROP_CONFIGURABLE);
  const Value global(context, JS_GetGlobalObject(context));
  JS_DefinePropertyValueStr(context, global.get(), "__response", JS_DupValue(context, prototype), JS_PROP_CONFIGURABLE);
  JS_SetClassProto(context, host.response_class, prototype);
}

bool is_plain(JSContext* context, JSValueConst response)
{
  constexpr int unauthorized = 401;
  const auto* const answer = static_cast<Answer*>(JS_GetOpaque(response, host_of(context).response_class));
  if (answer == nullptr)
    return false;
  const auto& received = answer->response;
  return received.status / 100 != 3 && received.status != unauthorized &&
         (received.representation == nullptr || received.representation->headers.empty());
}

JSValue set_cookies(JSContext* context, JSValueConst response)
{
  const Host& host = host_of(context);
  const auto* const answer = static_cast<Answer*>(JS_GetOpaque(response, host.response_class));
  if (answer == nullptr || answer->response.representation == nullptr ||
      answer->response.representation->headers.empty())
    return JS_UNDEFINED;
  JSValue list = JS_UNDEFINED;
  std::uint32_t count = 0;
  for (const auto& [name, value] : host.port()->headers(answer->endpoint, answer->response))
    if (name == "Set-Cookie") {
      if (count == 0)
        list = JS_NewArray(context);
      JS_DefinePropertyValueUint32(context, list, count++, to_string(context, value), JS_PROP_C_W_E);
    }
  return list;
}

JSValue new_response(Vu& vu, const k6::Request& request, JSValueConst url)
{
  JSContext* const context = vu.context();
  const http::Response& from = vu.response();
  std::size_t items = 0;
  for (const auto& each : from.fields)
    items += each.value.as_list().size();
  void* const block =
      js_malloc(context, sizeof(Answer) + from.fields.size() * sizeof(http::Field) + items * sizeof(http::Value));
  if (block == nullptr)
    return JS_EXCEPTION;
  auto* const answer = new (block) Answer{from, request.endpoint, request.tags, JS_DupValue(context, url)};
  http::Field* const fields = fields_of(answer);
  std::uninitialized_copy(from.fields.begin(), from.fields.end(), fields);
  answer->response.fields = {fields, from.fields.size()};
  auto* next_item = reinterpret_cast<http::Value*>(fields + from.fields.size());
  for (http::Field& each : std::span(fields, from.fields.size()))
    if (const auto list = each.value.as_list(); each.value.kind() == http::Value::Kind::list) {
      std::uninitialized_copy(list.begin(), list.end(), next_item);
      each.value = http::Value::list({next_item, list.size()});
      next_item += list.size();
    }
  const JSValue object = JS_NewObjectClass(context, static_cast<int>(host_of(context).response_class));
  if (JS_IsException(object)) {
    JS_FreeValue(context, answer->url);
    js_free(context, answer);
    return object;
  }
  JS_SetOpaque(object, answer);
  return object;
}

} // namespace onsale::javascript
