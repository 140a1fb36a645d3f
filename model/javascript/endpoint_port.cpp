#include "model/javascript/endpoint_port.hpp"

#include "model/javascript/engine/value.hpp"
#include "sim/engine/check.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace onsale::javascript {
namespace {

/// More digits are no number that a script can calculate with.
constexpr std::size_t exact_digits = 15;
constexpr std::uint64_t exact_integer = std::uint64_t{1} << 53;

bool same_header(std::string_view left, std::string_view right)
{
  return left.size() == right.size() && strncasecmp(left.data(), right.data(), left.size()) == 0;
}

const std::string* header_of(const OutgoingRequest& outgoing, std::string_view name)
{
  for (const auto& [header, value] : outgoing.headers)
    if (same_header(header, name))
      return &value;
  return nullptr;
}

/// `a=1; b=2`
std::string_view cookie_of(std::string_view cookies, std::string_view name)
{
  while (not cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    const auto pair = cookies.substr(0, end);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      return pair.substr(name.size() + 1);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    cookies.remove_prefix(std::min(cookies.find_first_not_of(' '), cookies.size()));
  }
  return {};
}

} // namespace

EndpointPort::EndpointPort(std::vector<Endpoint> endpoints, http::Names& names)
    : endpoints_(std::move(endpoints)), names_(names)
{
  for (std::uint32_t number = 0; number < endpoints_.size(); ++number)
    router_.add(endpoints_[number].method, endpoints_[number].path, number);
}

std::string EndpointPort::route(const OutgoingRequest& outgoing, k6::Request& request, std::string& endpoint_url)
{
  const auto url = http::parts_of(outgoing.url);
  const auto match = router_.match(outgoing.method, url.path);
  if (not match) {
    const auto nearest = router_.nearest(outgoing.method, url.path);
    return fmt::format("{} {}: the system has no such endpoint{}", outgoing.method, outgoing.url,
                       nearest.empty() ? "" : "; the nearest is " + nearest);
  }
  const Endpoint& endpoint = endpoints_[match->endpoint];
  request.endpoint = match->endpoint;
  endpoint_url = fmt::format("{}{}", url.origin, endpoint.path);
  parsed_ = {};
  for (const auto field : endpoint.inputs)
    if (const auto value = find(field, *match, outgoing, url.query); not value.is_missing())
      request.fields.push_back({field, value});
  return {};
}

http::Value EndpointPort::find(http::NameId field, const http::Router::Match& match, const OutgoingRequest& outgoing,
                               std::string_view query)
{
  const std::string& name = names_.fields[field];
  for (const auto& [captured, text] : match.captured)
    if (captured == name)
      return from_text(text);
  if (not query.empty())
    for (const auto& [key, text] : http::pairs_of(query))
      if (key == name)
        return from_text(text);
  if (const auto value = in_json(name, outgoing); not value.is_missing())
    return value;
  if (not is_json_ && not outgoing.body.empty())
    for (const auto& [key, text] : http::pairs_of(outgoing.body))
      if (key == name)
        return from_text(text);
  if (const auto* const header = header_of(outgoing, name))
    return from_text(*header);
  if (const auto* const cookies = header_of(outgoing, "Cookie"))
    if (const auto cookie = cookie_of(*cookies, name); not cookie.empty())
      return from_text(cookie);
  return {};
}

http::Value EndpointPort::in_json(std::string_view path, const OutgoingRequest& outgoing)
{
  if (outgoing.body.empty()) {
    is_json_ = false;
    return {};
  }
  if (parsed_.data() != outgoing.body.data()) {
    parsed_ = outgoing.body;
    is_json_ = parser_.parse(outgoing.body.data(), outgoing.body.size()).get(root_) == simdjson::SUCCESS;
  }
  if (not is_json_)
    return {};
  auto at = root_;
  while (not path.empty()) {
    const auto end = std::min(path.find('.'), path.size());
    const auto step = path.substr(0, end);
    simdjson::dom::array list;
    if (step == "length" && at.get(list) == simdjson::SUCCESS)
      return static_cast<double>(list.size());
    if (not at.is_object() || at[step].get(at) != simdjson::SUCCESS)
      return {};
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return from_json(at);
}

http::Value EndpointPort::from_json(const simdjson::dom::element& element)
{
  std::string_view text;
  double number = 0;
  bool truth = false;
  if (element.get(text) == simdjson::SUCCESS)
    return from_text(text);
  if (element.get(number) == simdjson::SUCCESS)
    return number;
  if (element.get(truth) == simdjson::SUCCESS)
    return truth ? 1.0 : 0.0;
  return {};
}

http::Value EndpointPort::from_text(std::string_view text)
{
  const auto* const end = text.data() + text.size();
  double number = 0;
  if (not text.empty() && text.size() <= exact_digits && std::from_chars(text.data(), end, number).ptr == end &&
      std::isfinite(number))
    return number;
  std::uint64_t id = 0;
  if (const auto read = std::from_chars(text.data(), end, id); read.ptr == end && read.ec == std::errc())
    return http::Value::id(id);
  return http::Value::text(names_.texts.intern(text));
}

JSValue EndpointPort::body(JSContext* context, http::NameId /*endpoint*/, const http::Response& response)
{
  const bool is_list = std::ranges::any_of(response.fields, [&](const http::Field& each) {
    return path_of(context, each.field).front().name == JS_ATOM_NULL;
  });
  const JSValue root = is_list ? JS_NewArray(context) : JS_NewObject(context);
  for (const auto& each : response.fields) {
    const Path& path = path_of(context, each.field);
    if (is_list)
      put_list(context, root, path, 0, each.value);
    else
      put(context, root, path, 0, each.value);
  }
  return root;
}

std::vector<std::pair<std::string, std::string>> EndpointPort::headers(http::NameId, const http::Response&)
{
  return {{"Content-Type", "application/json"}};
}

const EndpointPort::Path& EndpointPort::path_of(JSContext* context, http::NameId field)
{
  if (field >= paths_.size())
    paths_.resize(field + 1);
  Path& path = paths_[field];
  if (not path.empty())
    return path;
  std::string_view name = names_.fields[field];
  do {
    const auto end = std::min(name.find('.'), name.size());
    auto step = name.substr(0, end);
    const bool is_list = step.ends_with("[]");
    if (is_list)
      step.remove_suffix(2);
    path.push_back({step.empty() ? JSAtom{JS_ATOM_NULL} : JS_NewAtomLen(context, step.data(), step.size()), is_list});
    name.remove_prefix(std::min(end + 1, name.size()));
  } while (not name.empty());
  return path;
}

/// Into an object: the member that the step names, made where it is not there yet.
void EndpointPort::put(JSContext* context, JSValueConst object, const Path& path, std::size_t step,
                       const http::Value& value) const
{
  const auto [name, is_list] = path[step];
  if (step + 1 == path.size() && not is_list) {
    JS_DefinePropertyValue(context, object, name, value_of(context, value), JS_PROP_C_W_E);
    return;
  }
  Value member(context, JS_GetProperty(context, object, name));
  if (not member.is_object()) {
    member = Value(context, is_list ? JS_NewArray(context) : JS_NewObject(context));
    JS_DefinePropertyValue(context, object, name, JS_DupValue(context, member.get()), JS_PROP_C_W_E);
  }
  if (is_list)
    put_list(context, member.get(), path, step, value);
  else
    put(context, member.get(), path, step + 1, value);
}

/// Each element of the value into the element of the list at the same place.
void EndpointPort::put_list(JSContext* context, JSValueConst list, const Path& path, std::size_t step,
                            const http::Value& value) const
{
  std::uint32_t place = 0;
  for (const auto& item : value.as_list()) {
    if (step + 1 == path.size()) {
      JS_DefinePropertyValueUint32(context, list, place++, value_of(context, item), JS_PROP_C_W_E);
      continue;
    }
    Value element(context, JS_GetPropertyUint32(context, list, place));
    if (not element.is_object()) {
      element = Value(context, JS_NewObject(context));
      JS_DefinePropertyValueUint32(context, list, place, JS_DupValue(context, element.get()), JS_PROP_C_W_E);
    }
    put(context, element.get(), path, step + 1, item);
    ++place;
  }
}

JSValue EndpointPort::value_of(JSContext* context, const http::Value& value) const
{
  switch (value.kind()) {
  case http::Value::Kind::number: {
    const double number = value.as_number();
    const auto whole = static_cast<std::int32_t>(number);
    return static_cast<double>(whole) == number ? JS_NewInt32(context, whole) : JS_NewFloat64(context, number);
  }
  case http::Value::Kind::id: // beyond what a number can tell apart it is text
    if (value.as_id() <= exact_integer)
      return JS_NewInt64(context, static_cast<std::int64_t>(value.as_id()));
    return to_string(context, fmt::format("{}", value.as_id()));
  case http::Value::Kind::text:
    return to_string(context, names_.texts[value.as_text()]);
  case http::Value::Kind::list: {
    const JSValue list = JS_NewArray(context);
    std::uint32_t place = 0;
    for (const auto& item : value.as_list())
      JS_DefinePropertyValueUint32(context, list, place++, value_of(context, item), JS_PROP_C_W_E);
    return list;
  }
  case http::Value::Kind::missing:
    break;
  }
  return JS_NULL;
}

} // namespace onsale::javascript
