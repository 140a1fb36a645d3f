#include "model/javascript/endpoint_port.hpp"

#include "model/http/reason_phrase.hpp"
#include "model/javascript/engine/value.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace onsale::javascript {
namespace {

/// More digits are no number that a script can calculate with.
constexpr std::size_t exact_digits = 15;
constexpr std::size_t unmatched_kinds = 100;
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

EndpointPort::EndpointPort(Options options, http::Names& names) : options_(std::move(options)), names_(names)
{
  for (std::uint32_t number = 0; number < options_.endpoints.size(); ++number)
    if (number != options_.unmatched)
      router_.add(options_.endpoints[number].method, options_.endpoints[number].path, number);
}

std::string EndpointPort::route(const OutgoingRequest& outgoing, k6::Request& request, std::string& endpoint_url)
{
  const auto url = http::parts_of(outgoing.url);
  const auto match = router_.match(outgoing.method, url.path);
  if (not match)
    return route_unmatched(outgoing, url, request, endpoint_url);
  const Endpoint& endpoint = options_.endpoints[match->endpoint];
  request.endpoint = match->endpoint;
  endpoint_url = fmt::format("{}{}", url.origin, endpoint.path);
  parsed_ = {};
  for (const auto& [field, source] : endpoint.inputs)
    if (const auto value = find(source, *match, outgoing, url.query); not value.is_missing())
      request.fields.push_back({field, value});
  return {};
}

std::string EndpointPort::route_unmatched(const OutgoingRequest& outgoing, const http::UrlParts& url,
                                          k6::Request& request, std::string& endpoint_url)
{
  if (not options_.unmatched) {
    const auto nearest = router_.nearest(outgoing.method, url.path);
    return fmt::format("{} {}: the system has no such endpoint{}", outgoing.method, outgoing.url,
                       nearest.empty() ? "" : "; the nearest is " + nearest);
  }
  request.endpoint = *options_.unmatched;
  endpoint_url = fmt::format("{}/(unmatched)", url.origin);
  std::string kind = fmt::format("{} {}", outgoing.method, url.path);
  const bool is_known = unmatched_.contains(kind);
  ++unmatched_[is_known || unmatched_.size() < unmatched_kinds ? kind : "others"];
  return {};
}

http::Value EndpointPort::find(const http::InputSource& source, const http::Router::Match& match,
                               const OutgoingRequest& outgoing, std::string_view query)
{
  using Place = http::InputSource::Place;
  const std::string& key = source.key;
  const auto looks_in = [&](Place place) { return source.place == Place::any || source.place == place; };
  if (looks_in(Place::path))
    for (const auto& [captured, text] : match.captured)
      if (captured == key)
        return from_text(text, source);
  if (looks_in(Place::query) && not query.empty())
    for (const auto& [name, text] : http::pairs_of(query))
      if (name == key)
        return from_text(text, source);
  if (looks_in(Place::body))
    if (const auto value = in_body(source, outgoing); not value.is_missing())
      return value;
  if (looks_in(Place::header))
    if (const auto* const header = header_of(outgoing, key))
      return from_text(*header, source);
  if (looks_in(Place::cookie))
    if (const auto* const cookies = header_of(outgoing, "Cookie"))
      if (const auto cookie = cookie_of(*cookies, key); not cookie.empty())
        return from_text(cookie, source);
  return {};
}

http::Value EndpointPort::in_body(const http::InputSource& source, const OutgoingRequest& outgoing)
{
  if (const auto value = in_json(source, outgoing); not value.is_missing())
    return value;
  if (not is_json_ && not outgoing.body.empty())
    for (const auto& [name, text] : http::pairs_of(outgoing.body))
      if (name == source.key)
        return from_text(text, source);
  return {};
}

http::Value EndpointPort::in_json(const http::InputSource& source, const OutgoingRequest& outgoing)
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
  std::string_view path = source.key;
  while (not path.empty()) {
    const auto end = std::min(path.find('.'), path.size());
    const auto step = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    simdjson::dom::array list;
    if (at.get(list) == simdjson::SUCCESS) {
      std::size_t place = 0;
      if (step == "length")
        return static_cast<double>(list.size());
      if (std::from_chars(step.data(), step.data() + step.size(), place).ptr != step.data() + step.size() ||
          list.at(place).get(at) != simdjson::SUCCESS)
        return {};
    } else if (not at.is_object() || at[step].get(at) != simdjson::SUCCESS) {
      return {};
    }
  }
  return from_json(at, source);
}

http::Value EndpointPort::from_json(const simdjson::dom::element& element, const http::InputSource& source)
{
  std::string_view text;
  double number = 0;
  bool truth = false;
  if (element.get(text) == simdjson::SUCCESS)
    return from_text(text, source);
  if (element.get(number) == simdjson::SUCCESS)
    return number;
  if (element.get(truth) == simdjson::SUCCESS)
    return truth ? 1.0 : 0.0;
  return {};
}

http::Value EndpointPort::from_text(std::string_view text, const http::InputSource& source)
{
  if (not source.pattern.empty()) {
    const auto inside = http::between(text, source.pattern);
    if (not inside)
      return http::Value::text(names_.texts.intern(text));
    text = *inside;
  }
  if (source.form != 0) {
    const auto identity = options_.forms[source.form].identity(text);
    return identity ? http::Value::id(*identity) : http::Value::text(names_.texts.intern(text));
  }
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
  if (response.representation != nullptr)
    return shown(context, response.representation->body, {response});
  // Spring Boot's own page of an error, as far as anybody looks at it.
  const JSValue error = JS_NewObject(context);
  JS_DefinePropertyValueStr(context, error, "status", JS_NewInt32(context, response.status), JS_PROP_C_W_E);
  JS_DefinePropertyValueStr(context, error, "error", to_string(context, http::reason_phrase(response.status)),
                            JS_PROP_C_W_E);
  return error;
}

std::vector<std::pair<std::string, std::string>> EndpointPort::headers(http::NameId, const http::Response& response)
{
  std::vector<std::pair<std::string, std::string>> headers{{"Content-Type", "application/json"}};
  if (response.representation == nullptr)
    return headers;
  for (const auto& header : response.representation->headers) {
    std::string value = header.value;
    if (header.has_field)
      value.replace(value.find("{}"), 2, text_of(response.value(header.field), header.form));
    if (header.name == "Content-Type")
      headers.front().second = value;
    else
      headers.emplace_back(header.name, std::move(value));
  }
  return headers;
}

JSValue EndpointPort::shown(JSContext* context, const http::Body& body, Place place)
{
  using Kind = http::Body::Kind;
  switch (body.kind) {
  case Kind::null:
    return JS_NULL;
  case Kind::truth:
    return JS_NewBool(context, body.number != 0);
  case Kind::number:
    return value_of(context, body.number, 0);
  case Kind::text:
    return to_string(context, body.text);
  case Kind::field:
    return value_of(context, place.response.value(body.field), body.form);
  case Kind::element: {
    if (not body.has_field)
      return value_of(context, http::Value::id(place.element + std::uint64_t{1}), body.form);
    const auto list = place.response.value(body.field).as_list();
    return place.element < list.size() ? value_of(context, list[place.element], body.form) : JS_NULL;
  }
  case Kind::object: {
    const JSValue object = JS_NewObject(context);
    const auto& atoms = atoms_of(context, body);
    for (std::size_t part = 0; part < body.parts.size(); ++part)
      JS_DefinePropertyValue(context, object, atoms[part], shown(context, body.parts[part], place), JS_PROP_C_W_E);
    return object;
  }
  case Kind::list:
  case Kind::each:
    return shown_list(context, body, place);
  case Kind::choice:
    return shown(context, body.parts[place.response.value(body.field).as_number() == 1 ? 0 : 1], place);
  }
  return JS_NULL;
}

JSValue EndpointPort::shown_list(JSContext* context, const http::Body& body, Place place)
{
  const JSValue list = JS_NewArray(context);
  const auto add = [&](std::uint32_t number, const http::Body& part, Place at) {
    JS_DefinePropertyValueUint32(context, list, number, shown(context, part, at), JS_PROP_C_W_E);
  };
  if (body.kind == http::Body::Kind::list) {
    for (std::uint32_t number = 0; number < body.parts.size(); ++number)
      add(number, body.parts[number], place);
    return list;
  }
  double size = body.number;
  if (body.has_field) {
    const auto value = place.response.value(body.field);
    size = value.kind() == http::Value::Kind::list ? static_cast<double>(value.as_list().size()) : value.as_number();
  }
  for (std::uint32_t number = 0; number < size; ++number) // a size that is not there is not a number
    add(number, body.parts.front(), {place.response, number});
  return list;
}

const std::vector<JSAtom>& EndpointPort::atoms_of(JSContext* context, const http::Body& body)
{
  auto& atoms = atoms_[&body];
  if (atoms.empty())
    for (const std::string& name : body.names)
      atoms.push_back(JS_NewAtomLen(context, name.data(), name.size()));
  return atoms;
}

JSValue EndpointPort::value_of(JSContext* context, const http::Value& value, std::uint8_t form) const
{
  if (form != 0 && value.as_id() != http::Value::no_id)
    return to_string(context, options_.forms[form].text(value.as_id()));
  switch (value.kind()) {
  case http::Value::Kind::number: {
    const double number = value.as_number();
    const bool is_small = std::abs(number) <= std::numeric_limits<std::int32_t>::max();
    const auto whole = is_small ? static_cast<std::int32_t>(number) : 0;
    return is_small && static_cast<double>(whole) == number ? JS_NewInt32(context, whole)
                                                            : JS_NewFloat64(context, number);
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
      JS_DefinePropertyValueUint32(context, list, place++, value_of(context, item, form), JS_PROP_C_W_E);
    return list;
  }
  case http::Value::Kind::missing:
    break;
  }
  return JS_NULL;
}

std::string EndpointPort::text_of(const http::Value& value, std::uint8_t form) const
{
  if (value.as_id() != http::Value::no_id)
    return options_.forms[form].text(value.as_id());
  if (value.kind() == http::Value::Kind::text)
    return names_.texts[value.as_text()];
  return value.kind() == http::Value::Kind::number ? fmt::format("{}", value.as_number()) : "";
}

} // namespace onsale::javascript
