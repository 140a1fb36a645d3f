#include "sim/interop/recording/endpoint_draft.hpp"
#include "sim/interop/yaml_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string_view>

namespace onsale::interop {
namespace {

using Json = nlohmann::ordered_json;

/// From parts of an answer to what the model has.
class BodyDraft {
public:
  BodyDraft(const EndpointDraft& draft, const std::vector<EndpointDraft>& all, const Recording& recording)
      : draft_(draft), all_(all), recording_(recording),
        number_(static_cast<std::size_t>(draft.recorded - recording.endpoints.data()))
  {
  }

  Json of(const AnswerShape& shape, const std::string& place = "")
  {
    switch (shape.kind) {
    case AnswerShape::Kind::unknown:
      return Json::object();
    case AnswerShape::Kind::scalar:
      return scalar(place);
    case AnswerShape::Kind::list:
      return list(shape, place);
    case AnswerShape::Kind::object:
      break;
    }
    Json object = Json::object();
    for (std::size_t part = 0; part < shape.parts.size(); ++part)
      object[shape.names[part]] = of(shape.parts[part], shape.place_of(part, place));
    return object;
  }

private:
  static bool has(const std::string& name, std::initializer_list<std::string_view> words)
  {
    std::string small = name;
    std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(words, [&](std::string_view word) { return small.find(word) != std::string::npos; });
  }
  /// Which register another endpoint takes this part for; empty: none.
  std::string sent_on_as(const std::string& place) const
  {
    const std::string from = fmt::format("{}:{}", number_, place);
    for (const auto& other : all_)
      for (const auto& input : other.inputs)
        if (input.sent.from == from)
          return input.name;
    return "";
  }
  std::string identity() const
  {
    if (draft_.call == "hold_seat")
      return "hold";
    if (draft_.call == "reserve")
      return "reservation";
    return draft_.call == "pay" ? "payment" : "";
  }

  Json scalar(const std::string& place)
  {
    const std::string name = last_name(place);
    const auto compared = recording_.compared.find(name);
    const bool is_queue = draft_.call == "issue_token" || draft_.call == "queue_status";
    const bool is_id = name == "id" || name.ends_with("Id") || name.ends_with("_id") || name.ends_with("No");
    if (not counted_.empty() && is_id && not has_counted_) {
      has_counted_ = true;
      return "$" + counted_;
    }
    if (is_queue && has(name, {"token", "key", "uuid"}))
      return "$token";
    if (is_queue && has(name, {"position", "rank", "order", "ahead"}))
      return "$position";
    if (is_queue && has(name, {"wait", "estimated"}))
      return "$wait";
    if (is_queue && compared != recording_.compared.end() && compared->second.front().starts_with('"'))
      return state(name, compared->second);
    if (draft_.call == "read_account" && has(name, {"balance", "amount", "point"}))
      return "$balance";
    if (draft_.call == "reserve" && has(name, {"price", "amount"}))
      return "$price";
    if (draft_.call == "reserve" && has(name, {"count", "total", "quantity"}))
      return "$count";
    if (is_id && not identity().empty() && (sent_on_as(place).empty() || sent_on_as(place) == identity()))
      return "$" + identity();
    return constant(name, is_id);
  }
  Json constant(const std::string& name, bool is_id) const
  {
    const std::string literal = stub_literal(name, recording_);
    if (not literal.empty())
      return Json::parse(literal, nullptr, false);
    if (is_id || has(name, {"count", "total", "price", "amount", "number", "size", "position", "balance"}))
      return 1;
    return name.empty() ? Json::object() : Json(name);
  }
  /// One of the states means that the wait is over.
  Json state(const std::string& name, const std::vector<std::string>& literals) const
  {
    const std::string good = stub_literal(name, recording_);
    const auto other = std::ranges::find_if(literals, [&](const std::string& each) { return each != good; });
    return {{"$if", "position == 0"},
            {"then", Json::parse(good)},
            {"else", other == literals.end() ? Json("WAITING") : Json::parse(*other)}};
  }
  Json list(const AnswerShape& shape, const std::string& place)
  {
    const std::string before = std::exchange(counted_, "");
    const bool before_has = std::exchange(has_counted_, false);
    const bool is_seats = draft_.call == "available_seats";
    std::string identity;
    shape.for_each_scalar(
        [&](const std::string& part) {
          if (const auto as = sent_on_as(part); identity.empty() && not as.empty())
            identity = as;
        },
        place);
    const std::string words = place + draft_.path.substr(draft_.path.rfind('/') + 1);
    if (is_seats)
      counted_ = "seat";
    else if (not identity.empty() && identity != "count" && identity != "token")
      counted_ = identity;
    else
      counted_ = has(words, {"concert", "product"}) ? "concert" : "event";
    Json element = of(shape.parts.front(), place + "[]");
    if (shape.parts.front().kind == AnswerShape::Kind::scalar)
      element = "$" + counted_;
    Json made = {{"$each", is_seats ? Json("seat") : Json{{counted_, elements_}}}, {"is", std::move(element)}};
    counted_ = before;
    has_counted_ = before_has;
    return made;
  }

  static constexpr int elements_ = 5;
  const EndpointDraft& draft_;
  const std::vector<EndpointDraft>& all_;
  const Recording& recording_;
  std::size_t number_;
  std::string counted_; ///< by the list around
  bool has_counted_ = false;
};

std::string input_text(const EndpointDraft& draft)
{
  if (draft.inputs.empty())
    return "";
  std::string text;
  for (const auto& [name, sent] : draft.inputs)
    text += fmt::format("{}{}: {{{}: {}{}}}", text.empty() ? "" : ", ", name, sent.place, yaml_key(sent.key),
                        sent.pattern.empty() || sent.pattern == "{}" ? "" : ", as: " + Json(sent.pattern).dump());
  return fmt::format("    input: {{{}}}\n", text);
}

/// What the work is made of; times are guesses.
std::string flow_text(const EndpointDraft& draft)
{
  const bool writes = draft.method != "GET" && draft.method != "HEAD";
  const std::string& call = draft.call;
  std::string because = draft.reason.empty() ? "" : " # ASSUMED: " + draft.reason;
  if (call == "issue_token" || call == "queue_status")
    return fmt::format("      - redis: 20us # ASSUMED\n      - booking: {}{}\n", call, because);
  if (not writes)
    return "      - query: 1ms # ASSUMED: CPU time of the database\n" +
           (call.empty() ? "" : fmt::format("      - booking: {}{}\n", call, because));
  std::string inside = "          - query: 1ms # ASSUMED: CPU time of the database\n";
  if (call == "hold_seat" || (call == "reserve" && draft.input("hold") == nullptr))
    inside += "          - lock: {row: seats, key: seat}\n"
              "          - booking: hold_seat\n";
  if (not call.empty() && call != "hold_seat")
    inside += fmt::format("          - booking: {}\n", call);
  return fmt::format("      - transaction:{}\n{}          - query: 1ms # ASSUMED\n", because, inside);
}

} // namespace

std::string endpoint_text(const EndpointDraft& draft, const std::vector<EndpointDraft>& all, const Recording& recording)
{
  std::string answer;
  if (draft.recorded != nullptr && draft.recorded->status != 200)
    answer += fmt::format("          status: {}\n", draft.recorded->status);
  if (draft.recorded != nullptr && draft.recorded->answer.kind != AnswerShape::Kind::unknown)
    answer +=
        fmt::format("          body:{}", yaml_text(BodyDraft(draft, all, recording).of(draft.recorded->answer), 12));
  answer += "          bytes: 1KB # ASSUMED\n";
  const std::string plain =
      draft.call.empty() && not draft.reason.empty() ? fmt::format("    # Plain work: {}.\n", draft.reason) : "";
  return fmt::format("  {}:\n"
                     "{}"
                     "    method: {}\n"
                     "    path: {}\n"
                     "{}"
                     "    allocates: 100KB # ASSUMED: garbage of one request\n"
                     "    flow:\n"
                     "      - cpu: 2ms # ASSUMED: CPU time of the server\n"
                     "{}"
                     "      - respond:\n{}",
                     draft.id, plain, draft.method, Json(draft.path).dump(), input_text(draft), flow_text(draft),
                     answer);
}

} // namespace onsale::interop
