#include "model/javascript/api/http_request.hpp"

#include "model/config/units.hpp"
#include "model/http/router.hpp"
#include "model/javascript/host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace onsale::javascript {
namespace {

/// What Params say, beside headers.
struct Params {
  std::vector<std::pair<std::string, std::string>> headers;
  k6::TagSet tags;
  std::optional<std::vector<k6::StatusRange>> expected;
  double timeout_s = 60;
};

template <class Visit> bool for_each_own(JSContext* context, JSValueConst object, Visit visit)
{
  JSPropertyEnum* names = nullptr;
  std::uint32_t count = 0;
  if (JS_GetOwnPropertyNames(context, &names, &count, object, JS_GPN_STRING_MASK | JS_GPN_ENUM_ONLY) < 0)
    return false;
  bool good = true;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (good) {
      const Value value(context, JS_GetProperty(context, object, names[i].atom));
      const char* const name = JS_AtomToCString(context, names[i].atom);
      good = not value.is_exception() && name != nullptr && visit(std::string_view(name), value);
      JS_FreeCString(context, name);
    }
    JS_FreeAtom(context, names[i].atom);
  }
  js_free(context, names);
  return good;
}

std::string percent_encoded(std::string_view text)
{
  std::string encoded;
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (std::isalnum(code) != 0 || letter == '-' || letter == '_' || letter == '.' || letter == '~')
      encoded += letter;
    else if (letter == ' ')
      encoded += '+';
    else
      encoded += fmt::format("%{:02X}", code);
  }
  return encoded;
}

/// An object as a form, with keys in order, as k6 sends it.
std::string form_of(JSContext* context, JSValueConst object)
{
  std::vector<std::string> pairs;
  for_each_own(context, object, [&](std::string_view name, const Value& value) {
    const bool is_list = JS_IsArray(context, value.get()) > 0;
    const auto count = is_list ? static_cast<std::uint32_t>(value.property("length").number()) : 1U;
    for (std::uint32_t i = 0; i < count; ++i)
      pairs.push_back(percent_encoded(name) + "=" + percent_encoded(is_list ? value.element(i).text() : value.text()));
    return true;
  });
  std::ranges::stable_sort(pairs, {}, [](const std::string& pair) { return pair.substr(0, pair.find('=')); });
  return fmt::format("{}", fmt::join(pairs, "&"));
}

/// Milliseconds as a number, or `10s`.
bool read_timeout(JSContext* context, const Value& written, double& timeout_s)
{
  if (JS_IsNumber(written.get())) {
    timeout_s = written.number() / 1e3;
    return true;
  }
  const std::string text = written.text();
  const auto read = config::parse_duration(text);
  if (not read.value) {
    JS_ThrowTypeError(context, "invalid timeout value '%s'", text.c_str());
    return false;
  }
  timeout_s = read.value->count();
  return true;
}

std::vector<k6::StatusRange> read_expected(const Value& callback)
{
  std::vector<k6::StatusRange> ranges;
  const Value list = callback.property("__expected");
  const auto count = static_cast<std::uint32_t>(list.property("length").number());
  for (std::uint32_t i = 0; i < count; ++i)
    ranges.push_back(
        {static_cast<int>(list.element(i).element(0).number()), static_cast<int>(list.element(i).element(1).number())});
  return ranges;
}

bool read_params(JSContext* context, JSValueConst given, Params& params)
{
  if (JS_IsUndefined(given) || JS_IsNull(given))
    return true;
  if (not JS_IsObject(given)) {
    JS_ThrowTypeError(context, "params is not an object");
    return false;
  }
  return for_each_own(context, given, [&](std::string_view name, const Value& value) {
    if (value.is_undefined() || (value.is_nullish() && name != "responseCallback"))
      return true;
    if (name == "headers")
      return for_each_own(context, value.get(), [&](std::string_view header, const Value& content) {
        params.headers.emplace_back(header, content.text());
        return true;
      });
    if (name == "tags")
      return for_each_own(context, value.get(), [&](std::string_view tag, const Value& content) {
        params.tags.set(tag, content.text());
        return true;
      });
    if (name == "timeout")
      return read_timeout(context, value, params.timeout_s);
    if (name == "responseCallback")
      params.expected = value.is_nullish() ? std::vector<k6::StatusRange>{} : read_expected(value);
    return true;
  });
}

/// The number of what tags a request. Without tags of its own one look at a table finds it.
std::uint32_t tags_of(Vu& vu, std::string method, std::string url, std::string name, Params& params)
{
  auto& host = host_of(vu.context());
  for (const auto& [tag, value] : vu.tags.tags())
    if (params.tags.find(tag) == nullptr)
      params.tags.set(tag, value);
  if (const auto* const given = params.tags.find("name"))
    name = *given;
  const bool plain =
      params.tags.tags().size() == (params.tags.find("name") != nullptr ? 1U : 0U) && not params.expected;
  const auto make = [&] {
    k6::RequestTags tags{.method = method, .url = url, .name = name, .group = host.group_path(vu.group), .tags = {}};
    for (const auto& [tag, value] : params.tags.tags())
      if (tag != "name")
        tags.tags.set(tag, value);
    if (params.expected)
      tags.expected = *params.expected;
    return host.tables().requests.intern(std::move(tags));
  };
  if (not plain)
    return make();
  std::string key = fmt::format("{}\n{}\n{}\n{}", vu.group, method, url, name);
  const auto [at, added] = host.known_requests.try_emplace(std::move(key), 0);
  if (added)
    at->second = make();
  return at->second;
}

bool read_body(JSContext* context, JSValueConst body, std::string& text, Params& params)
{
  if (JS_IsUndefined(body) || JS_IsNull(body))
    return true;
  std::size_t size = 0;
  if (JS_IsObject(body)) {
    if (const auto* const bytes = JS_GetArrayBuffer(context, &size, body)) {
      text.assign(reinterpret_cast<const char*>(bytes), size);
      return true;
    }
    JS_FreeValue(context, JS_GetException(context)); // it was no ArrayBuffer
    text = form_of(context, body);
    if (std::ranges::none_of(params.headers, [](const auto& each) { return each.first == "Content-Type"; }))
      params.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return true;
  }
  const Text written(context, body);
  text = written.view();
  return static_cast<bool>(written);
}

} // namespace

bool read_request(Vu& vu, JSValueConst method, JSValueConst url, JSValueConst body, JSValueConst params,
                  JSValueConst cookies, k6::Request& request)
{
  JSContext* const context = vu.context();
  if (vu.in_init_code()) {
    JS_ThrowTypeError(context, "Making http requests in the init context is not supported");
    return false;
  }
  auto& host = host_of(context);
  const Text method_text(context, method);
  const Value tagged(context, JS_IsObject(url) ? JS_GetPropertyStr(context, url, "url") : JS_DupValue(context, url));
  const bool is_tagged = JS_IsObject(url) && tagged.is_string();
  const Text url_text(context, is_tagged ? tagged.get() : url);
  Params read;
  std::string body_text;
  if (not method_text || not url_text || not read_params(context, params, read) ||
      not read_body(context, body, body_text, read))
    return false;
  if (JS_IsString(cookies))
    read.headers.emplace_back("Cookie", Value::copy(context, cookies).text());
  if (http::parts_of(url_text.view()).origin.empty()) {
    JS_ThrowTypeError(context, "invalid URL: %s: unsupported protocol scheme", std::string(url_text.view()).c_str());
    return false;
  }
  request = {};
  std::string endpoint_url;
  const std::string unmatched =
      host.port() == nullptr
          ? std::string("there is no system to send requests to")
          : host.port()->route({method_text.view(), url_text.view(), body_text, std::move(read.headers)}, request,
                               endpoint_url);
  if (not unmatched.empty()) {
    vu.fail(unmatched);
    return false;
  }
  std::string tag_url = host.options().exact_urls ? std::string(url_text.view()) : endpoint_url;
  std::string name = is_tagged ? Value(context, JS_GetPropertyStr(context, url, "name")).text() : tag_url;
  request.timeout_s = read.timeout_s;
  request.tags =
      tags_of(vu, std::string(method_text.view()), is_tagged ? name : std::move(tag_url), std::move(name), read);
  return true;
}

} // namespace onsale::javascript
