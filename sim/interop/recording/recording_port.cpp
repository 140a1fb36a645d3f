#include "sim/interop/recording/recording_port.hpp"

#include "model/http/router.hpp"
#include "sim/interop/recording/url_template.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace onsale::interop {
namespace {

using Json = nlohmann::ordered_json;

/// Numbers from here on are the stub's: no script makes them up.
constexpr std::uint64_t first_given = 710'000'001;
constexpr std::string_view given_begin = "710";
constexpr std::size_t given_digits = 9;

bool is_whole(std::string_view text)
{
  return not text.empty() && text.size() <= 15 &&
         std::ranges::all_of(text, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

/// Single values with their places: `buyer.name`, `seatIds.0`, and of a list how long it is.
void flatten(const Json& value, const std::string& place, std::vector<std::pair<std::string, Json>>& all)
{
  const auto below = [&](const std::string& name) { return place.empty() ? name : place + "." + name; };
  if (value.is_object()) {
    for (const auto& [name, part] : value.items())
      if (name != "@")
        flatten(part, below(name), all);
  } else if (value.is_array()) {
    all.emplace_back(below("length"), value.size());
    if (not value.empty())
      flatten(value.front(), below("0"), all);
  } else {
    all.emplace_back(place, value);
  }
}

} // namespace

const RecordingPort::Given* RecordingPort::given_in(std::string_view text) const
{
  const auto at = text.find(given_begin);
  if (at == std::string_view::npos)
    return nullptr;
  const auto found = given_.find(std::strtoull(std::string(text.substr(at, given_digits)).c_str(), nullptr, 10));
  return found != given_.end() && text.find(found->second.value) != std::string_view::npos ? &found->second : nullptr;
}

bool RecordingPort::take_news()
{
  return std::exchange(has_news_, false);
}

std::string RecordingPort::route(const javascript::OutgoingRequest& outgoing, k6::Request& request,
                                 std::string& endpoint_url)
{
  const auto url = http::parts_of(outgoing.url);
  request.endpoint = static_cast<http::NameId>(endpoint_of(outgoing.method, url.path));
  RecordedEndpoint& endpoint = recording_.endpoints[request.endpoint];
  ++endpoint.requests;
  endpoint_url = fmt::format("{}{}", url.origin, endpoint.path);
  note_path(endpoint, url.path);
  for (const auto& [name, value] : http::pairs_of(url.query))
    note_sent(endpoint, {.place = "query", .key = name, .value = value});
  for (const auto& [name, value] : outgoing.headers)
    note_sent(endpoint, {.place = "header", .key = name, .value = value});
  note_body(endpoint, outgoing.body);
  return {};
}

std::size_t RecordingPort::endpoint_of(std::string_view method, std::string_view path)
{
  const std::string found = url_template(path, [&](std::string_view segment) {
    const auto* const given = given_in(segment);
    return given != nullptr && given->value == segment;
  });
  auto& endpoints = recording_.endpoints;
  const auto same = [&](const RecordedEndpoint& each) { return each.method == method && each.path == found; };
  if (const auto known = std::ranges::find_if(endpoints, same); known != endpoints.end())
    return static_cast<std::size_t>(known - endpoints.begin());
  auto& added = endpoints.emplace_back();
  added.method = method;
  added.path = found;
  has_news_ = true;
  return endpoints.size() - 1;
}

void RecordingPort::note_path(RecordedEndpoint& endpoint, std::string_view path)
{
  http::Router router;
  router.add(endpoint.method, endpoint.path, 0);
  if (const auto match = router.match(endpoint.method, path))
    for (const auto& [name, value] : match->captured)
      note_sent(endpoint, {.place = "path", .key = std::string(name), .value = value});
}

void RecordingPort::note_body(RecordedEndpoint& endpoint, std::string_view body)
{
  if (body.empty())
    return;
  const Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded()) {
    for (const auto& [name, value] : http::pairs_of(body))
      note_sent(endpoint, {.place = "body", .key = name, .value = value});
    return;
  }
  std::vector<std::pair<std::string, Json>> values;
  flatten(json, "", values);
  for (const auto& [key, value] : values)
    note_sent(endpoint, {.place = "body",
                         .key = key,
                         .value = value.is_string() ? value.get<std::string>() : value.dump(),
                         .is_number = value.is_number()});
}

void RecordingPort::note_sent(RecordedEndpoint& endpoint, SentValue sent)
{
  if (const auto* const given = given_in(sent.value)) {
    sent.from = given->place;
    if (given->value != sent.value) {
      sent.pattern = sent.value;
      sent.pattern.replace(sent.value.find(given->value), given->value.size(), "{}");
    }
  }
  if (sent.from.empty() && is_whole(sent.value))
    sent.largest = std::strtoull(sent.value.c_str(), nullptr, 10);
  const auto same = [&](const SentValue& each) { return each.place == sent.place && each.key == sent.key; };
  const auto known = std::ranges::find_if(endpoint.sent, same);
  if (known == endpoint.sent.end()) {
    endpoint.sent.push_back(std::move(sent));
    return;
  }
  sent.largest = std::max(sent.largest, known->largest);
  if (not sent.from.empty())
    *known = std::move(sent);
  else
    known->largest = sent.largest;
}

JSValue RecordingPort::body(JSContext* context, http::NameId endpoint, const http::Response&)
{
  const std::string json = json_of(recording_.endpoints[endpoint].answer, fmt::format("{}:", endpoint));
  return JS_ParseJSON(context, json.c_str(), json.size(), "answer");
}

std::vector<std::pair<std::string, std::string>> RecordingPort::headers(http::NameId, const http::Response&)
{
  return {{"Content-Type", "application/json"}};
}

std::string RecordingPort::json_of(const AnswerShape& shape, const std::string& place)
{
  using Kind = AnswerShape::Kind;
  switch (shape.kind) {
  case Kind::unknown:
    return Json{{"@", place}}.dump();
  case Kind::scalar:
    return scalar_of(place);
  case Kind::list: {
    std::string text;
    for (int i = 0; i < 3; ++i)
      text += (text.empty() ? "" : ",") + json_of(shape.parts.front(), place + "[]");
    return "[" + text + "]";
  }
  case Kind::object:
    break;
  }
  std::string text = "\"@\":" + Json(place).dump();
  for (std::size_t part = 0; part < shape.parts.size(); ++part) {
    const std::string& name = shape.names[part];
    text += "," + Json(name).dump() + ":" +
            json_of(shape.parts[part], place.ends_with(':') ? place + name : place + "." + name);
  }
  return "{" + text + "}";
}

std::string RecordingPort::scalar_of(const std::string& place)
{
  const std::string name = last_name(place.substr(place.find(':') + 1));
  std::string literal = stub_literal(name, recording_);
  if (not literal.empty())
    return literal;
  const std::uint64_t number = first_given + next_++;
  const std::string small = [&] {
    std::string text = name;
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  }();
  const bool is_text = small.find("token") != std::string::npos || small.find("key") != std::string::npos ||
                       small.find("uuid") != std::string::npos || small.find("name") != std::string::npos;
  const std::string value = is_text ? fmt::format("{}-{}", name, number) : std::to_string(number);
  given_[number] = {value, place};
  return is_text ? Json(value).dump() : value;
}

void RecordingPort::read(std::string_view place, std::string_view what)
{
  const auto colon = place.find(':');
  const auto number = std::strtoull(std::string(place.substr(0, colon)).c_str(), nullptr, 10);
  if (colon == std::string_view::npos || number >= recording_.endpoints.size())
    return;
  const auto within = place.substr(colon + 1);
  using Kind = AnswerShape::Kind;
  Kind kind = Kind::unknown;
  if (what == "scalar")
    kind = Kind::scalar;
  else if (what == "list")
    kind = Kind::list;
  else if (what == "length") { // of a text or of a list: its name tells
    const std::string name = last_name(within);
    kind = name.empty() || (name.ends_with('s') && not name.ends_with("ss")) || name.find("ist") != std::string::npos ||
                   name == "content" || name == "data"
               ? Kind::list
               : Kind::scalar;
  }
  has_news_ = recording_.endpoints[number].answer.note(within, kind) || has_news_;
}

} // namespace onsale::interop
