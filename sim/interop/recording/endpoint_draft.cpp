#include "sim/interop/recording/endpoint_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

namespace onsale::interop {
namespace {

std::string lower(std::string_view text)
{
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

/// The words of a path, without what stands in for values.
std::string words_of(const std::string& path)
{
  std::string words;
  bool inside = false;
  for (const char letter : path) {
    inside = letter == '{' || (inside && letter != '}');
    if (not inside && letter != '}')
      words += letter;
  }
  return lower(words);
}

using Words = std::initializer_list<std::string_view>;

std::string_view first_of(const std::string& words, Words wanted)
{
  for (const auto word : wanted)
    if (words.find(word) != std::string::npos)
      return word;
  return {};
}

struct Rule {
  bool writes = false;
  const char* call = nullptr;
  Words words;
};

/// In order: the first that fits counts.
const std::array rules{Rule{true, "charge", {"charge", "recharge", "deposit", "topup", "top-up"}},
                       Rule{true, "cancel", {"cancel", "refund"}},
                       Rule{true, "pay", {"payment", "/pay", "checkout", "purchase"}},
                       Rule{true, "hold_seat", {"occupy", "hold", "preempt", "seat-lock", "/lock", "temporary"}},
                       Rule{true, "reserve", {"reserv", "booking", "/book", "order", "ticketing"}},
                       Rule{true, "issue_token", {"token", "queue", "waiting", "enter", "waitlist"}},
                       Rule{true, "charge", {"balance", "point", "wallet"}},
                       Rule{false, "queue_status", {"token", "queue", "waiting", "position", "rank"}},
                       Rule{false, "available_seats", {"seat"}},
                       Rule{false, "read_account", {"balance", "point", "wallet", "cash", "account"}}};

void guess_call(EndpointDraft& draft)
{
  const bool writes = draft.method != "GET" && draft.method != "HEAD";
  const std::string words = words_of(draft.path);
  for (const Rule& rule : rules) {
    const auto word = first_of(words, rule.words);
    if (rule.writes != writes || word.empty())
      continue;
    draft.call = draft.method == "DELETE" && std::string_view(rule.call) == "reserve" ? "cancel" : rule.call;
    draft.reason = fmt::format("{} with `{}` in its path", draft.method, word);
    return;
  }
}

struct RegisterRule {
  const char* name;
  Words words;
};
const std::array register_rules{RegisterRule{"hold", {"occupation", "occupy", "holdid", "lockid"}},
                                RegisterRule{"reservation", {"reservation", "booking", "orderid"}},
                                RegisterRule{"payment", {"payment"}},
                                RegisterRule{"seat", {"seat"}},
                                RegisterRule{"event", {"schedule", "event", "date", "performance", "session", "show"}},
                                RegisterRule{"concert", {"concert"}},
                                RegisterRule{"user", {"user", "member", "customer", "buyer", "account", "uid"}},
                                RegisterRule{"amount", {"amount", "point", "money"}},
                                RegisterRule{"token", {"token", "queue"}}};

/// What the identity of an answer to a call is.
std::string register_given_by(const std::string& call)
{
  constexpr std::pair<std::string_view, const char*> given[] = {{"issue_token", "token"},    {"queue_status", "token"},
                                                                {"available_seats", "seat"}, {"hold_seat", "hold"},
                                                                {"reserve", "reservation"},  {"pay", "payment"}};
  for (const auto& [name, identity] : given)
    if (name == call)
      return identity;
  return "";
}

std::string register_of(const SentValue& sent, const std::vector<EndpointDraft>& drafts)
{
  const std::string key = lower(sent.key);
  if (key == "length" || key.ends_with(".length"))
    return key.find("seat") != std::string::npos || key.find("reservation") != std::string::npos ? "count" : "";
  if (key == "content-type" || key == "accept" || key == "user-agent")
    return "";
  if (not sent.from.empty()) {
    const auto number = std::strtoull(sent.from.c_str(), nullptr, 10);
    const std::string name = lower(last_name(sent.from.substr(sent.from.find(':') + 1)));
    const std::string given = number < drafts.size() ? register_given_by(drafts[number].call) : "";
    const bool is_token =
        given == "token" && (sent.place == "header" || name.find("token") != std::string::npos ||
                             key.find("token") != std::string::npos || name.find("uuid") != std::string::npos);
    if (is_token ||
        (not given.empty() && given != "token" && (name.find("id") != std::string::npos || name.starts_with(given))))
      return given;
  }
  if (sent.place == "header" && sent.from.empty())
    return "";
  for (const RegisterRule& rule : register_rules)
    if (not first_of(key, rule.words).empty())
      return rule.name;
  return "";
}

void fill_inputs(EndpointDraft& draft, const std::vector<EndpointDraft>& drafts)
{
  for (const SentValue& sent : draft.recorded->sent) {
    const std::string name = register_of(sent, drafts);
    if (not name.empty() && draft.input(name) == nullptr)
      draft.inputs.push_back({name, sent});
  }
  auto concert = std::ranges::find(draft.inputs, "concert", &DraftInput::name);
  if (concert != draft.inputs.end() && draft.input("event") == nullptr)
    concert->name = "event"; // of a concert without dates the concert is what is sold
}

/// What each call cannot do without; of several groups each.
std::vector<std::vector<std::string>> needs_of(const std::string& call)
{
  if (call == "issue_token")
    return {{"user"}};
  if (call == "queue_status")
    return {{"token"}};
  if (call == "available_seats")
    return {{"event"}};
  if (call == "hold_seat")
    return {{"seat"}, {"user", "token"}};
  if (call == "reserve")
    return {{"hold", "seat"}, {"user", "token"}};
  if (call == "pay" || call == "cancel")
    return {{"reservation"}, {"user", "token"}};
  if (call == "charge")
    return {{"user", "token"}, {"amount"}};
  if (call == "read_account")
    return {{"user", "token"}};
  return {};
}

void check_needs(EndpointDraft& draft)
{
  for (const auto& group : needs_of(draft.call)) {
    const bool is_there =
        std::ranges::any_of(group, [&](const std::string& name) { return draft.input(name) != nullptr; });
    if (is_there)
      continue;
    draft.reason = fmt::format("looks like {}, but its requests have no {}", draft.call, fmt::join(group, " and no "));
    draft.call.clear();
    return;
  }
  // A seat that the script makes up counts through all events: one of the event named would have to be chosen from a
  // list.
  const DraftInput* const seat = draft.input("seat");
  if ((draft.call == "hold_seat" || draft.call == "reserve") && seat != nullptr && seat->sent.from.empty())
    std::erase_if(draft.inputs, [](const DraftInput& each) { return each.name == "event"; });
}

} // namespace

const DraftInput* EndpointDraft::input(const std::string& name) const
{
  const auto found = std::ranges::find(inputs, name, &DraftInput::name);
  return found == inputs.end() ? nullptr : &*found;
}

std::string endpoint_id(const std::string& method, const std::string& path)
{
  std::string id;
  bool in_parameter = false;
  for (const char letter : method + path) {
    in_parameter = letter == '{' or (in_parameter and letter != '}');
    const auto c = static_cast<unsigned char>(letter);
    if (std::isalnum(c) != 0 and not in_parameter)
      id += static_cast<char>(std::tolower(c));
    else if (not id.empty() and id.back() != '_' and letter == '/')
      id += '_';
  }
  while (id.ends_with('_'))
    id.pop_back();
  return id;
}

std::vector<EndpointDraft> draft_endpoints(const Recording& recording, const std::set<std::string>& without)
{
  std::vector<EndpointDraft> drafts;
  for (const RecordedEndpoint& recorded : recording.endpoints) {
    auto& draft = drafts.emplace_back();
    draft.method = recorded.method;
    draft.path = recorded.path;
    draft.recorded = &recorded;
    draft.id = endpoint_id(recorded.method, recorded.path);
    const auto same = [&](const EndpointDraft& each) { return &each != &draft && each.id == draft.id; };
    for (int number = 2; std::ranges::any_of(drafts, same); ++number)
      draft.id = fmt::format("{}_{}", endpoint_id(recorded.method, recorded.path), number);
    guess_call(draft);
  }
  for (auto& draft : drafts)
    fill_inputs(draft, drafts);
  for (auto& draft : drafts)
    check_needs(draft);
  for (auto& draft : drafts)
    if (without.contains(draft.id)) {
      draft.reason = fmt::format("{} was tried: the requests of this script do not fit it", draft.call);
      draft.call.clear();
    }
  return drafts;
}

std::uint64_t largest_sent(const std::vector<EndpointDraft>& drafts, const std::string& name)
{
  std::uint64_t largest = 0;
  for (const auto& draft : drafts)
    if (const auto* const input = draft.input(name))
      largest = std::max(largest, input->sent.largest);
  return largest;
}

} // namespace onsale::interop
