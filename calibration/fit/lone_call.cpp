#include "calibration/fit/lone_call.hpp"

#include "calibration/fit/sightings.hpp"
#include "model/config/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace onsale::fit {
namespace {

using config::Node;

Node map_of(std::vector<std::pair<std::string, Node>> entries)
{
  Node node = Node::map({});
  for (auto& [key, value] : entries)
    node.entries.push_back({std::move(key), {}, std::move(value)});
  return node;
}

Node list_of(std::vector<Node> items)
{
  Node node;
  node.kind = Node::Kind::list;
  node.items = std::move(items);
  return node;
}

Node scalar(std::string text)
{
  return Node::scalar({}, std::move(text));
}

void erase(Node& map, std::string_view key)
{
  std::erase_if(map.entries, [&](const config::NodeEntry& entry) { return entry.key == key; });
}

void put(Node& map, const std::string& key, Node value)
{
  erase(map, key);
  map.entries.push_back({key, {}, std::move(value)});
}

bool branches_on(const Node& node, const std::string& condition)
{
  for (const config::NodeEntry& entry : node.entries)
    if ((entry.key == "branch" && text_of(entry.value, "when") == condition) || branches_on(entry.value, condition))
      return true;
  return std::ranges::any_of(node.items, [&](const Node& item) { return branches_on(item, condition); });
}

/// Whether an endpoint says that it lets a value below 0 of this field pass.
bool lets_pass(const Node& endpoint, const std::string& field)
{
  const Node* input = endpoint.find("input");
  const Node* flow = endpoint.find("flow");
  return input != nullptr && flow != nullptr &&
         std::ranges::any_of(input->entries, [&](const config::NodeEntry& entry) {
           return entry.value.text == field && branches_on(*flow, entry.key + " < 0");
         });
}

/// The list shared by all users that a variable is picked from; empty if it is not.
std::string shared_list(const Sighting::Origin& origin)
{
  const Node* pick = origin.select == nullptr || origin.answer ? nullptr : origin.select->find("select")->find("pick");
  return pick != nullptr && pick->kind == Node::Kind::scalar ? pick->text : "";
}

bool appends_to(const Node& node, const std::string& list)
{
  for (const config::NodeEntry& entry : node.entries)
    if ((entry.key == "append" && entry.value.find(list) != nullptr) || appends_to(entry.value, list))
      return true;
  return std::ranges::any_of(node.items, [&](const Node& item) { return appends_to(item, list); });
}

/// The setup that fills a shared list: of whichever journey.
const Node* setup_of(const std::string& list, const Node& journeys)
{
  for (const config::NodeEntry& journey : journeys.entries)
    if (const Node* setup = journey.value.find("setup"); setup != nullptr && appends_to(*setup, list))
      return setup;
  return nullptr;
}

/// Makes the call of one sighting.
class Extraction {
public:
  /// @param let_pass  whether an endpoint is taken at its word that it lets values below 0 pass
  Extraction(const config::Document& document, const std::vector<Sighting>& sightings, const LightLoad& load,
             bool let_pass)
      : endpoints_(*document.root.find("endpoints")), journeys_(*document.root.find("journeys")), sightings_(sightings),
        load_(load), let_pass_(let_pass)
  {
  }

  LoneCall call(std::size_t number)
  {
    const Node& request = *sightings_[number].request;
    call_.endpoint = text_of(request, "endpoint");
    call_.name = request.find("name") != nullptr ? text_of(request, "name") : call_.endpoint;
    Node alone = request;
    for (const char* key : {"keep", "append", "checks"})
      erase(alone, key);
    call_.request = map_of({{"request", std::move(alone)}});
    if (const Node* send = request.find("send"))
      for (const config::NodeEntry& sent : send->entries)
        if (not config::parse_number(sent.value.text).value)
          provide(sent.value.text, sent.key, sightings_[number].origin(sent.value.text));
    finish_setup();
    return std::move(call_);
  }

private:
  void provide(const std::string& variable, const std::string& field, const Sighting::Origin& origin)
  {
    if (not provided_.insert(variable).second)
      return;
    if (origin.select == nullptr && not origin.answer) {
      call_.borrowed.push_back(field + " from a later step");
      call_.possible = false;
    } else if (not origin.answer) {
      if (const std::string list = shared_list(origin); not list.empty())
        share(list);
      call_.selects.push_back(*origin.select);
    } else if (const Node* endpoint = endpoints_.find(call_.endpoint); let_pass_ && lets_pass(*endpoint, field)) {
      call_.let_pass.push_back(field);
      select(variable, "const", "-1");
    } else {
      const std::string list = "setup_" + variable;
      prepare(*origin.answer);
      appended_[*origin.answer].emplace_back(list, origin.field);
      call_.borrowed.push_back(
          fmt::format("{} from {}", field, text_of(*sightings_[*origin.answer].request, "endpoint")));
      select(variable, "pick", list);
    }
  }

  void share(const std::string& list)
  {
    const Node* setup = setup_of(list, journeys_);
    if (shared_setup_ != nullptr && setup != shared_setup_)
      call_.possible = false;
    shared_setup_ = setup;
  }

  void select(const std::string& variable, const std::string& kind, const std::string& value)
  {
    call_.selects.push_back(map_of({{"select", map_of({{"name", scalar(variable)}, {kind, scalar(value)}})}}));
  }

  /// Puts an earlier request into the setup, after what it needs itself.
  void prepare(std::size_t number)
  {
    if (appended_.contains(number))
      return;
    appended_[number];
    if (const Node* send = sightings_[number].request->find("send"))
      for (const config::NodeEntry& sent : send->entries) {
        if (config::parse_number(sent.value.text).value)
          continue;
        const Sighting::Origin origin = sightings_[number].origin(sent.value.text);
        if (origin.answer)
          prepare(*origin.answer);
        else if (origin.select == nullptr || not shared_list(origin).empty()) // shared once the setup has ended
          call_.possible = false;
        if (origin.select != nullptr && prepared_selects_.insert(origin.select).second)
          prepared_.push_back({origin.select, {}});
      }
    prepared_.push_back({nullptr, number});
  }

  void finish_setup()
  {
    if (shared_setup_ != nullptr)
      call_.setup = *shared_setup_;
    if (prepared_.empty())
      return;
    call_.possible = call_.possible && shared_setup_ == nullptr; // a test has one setup
    std::vector<Node> steps;
    for (const auto& [select, number] : prepared_)
      steps.push_back(select != nullptr ? *select : setup_request(number));
    call_.setup = map_of({{"repeat", scalar(std::to_string(load_.users))}, {"steps", list_of(std::move(steps))}});
  }

  Node setup_request(std::size_t number)
  {
    Node request = *sightings_[number].request;
    put(request, "name", scalar("setup_" + text_of(request, "endpoint")));
    erase(request, "checks");
    Node append = Node::map({});
    for (const auto& [list, field] : appended_.at(number))
      put(append, list, scalar(field));
    if (not append.entries.empty())
      put(request, "append", std::move(append));
    return map_of({{"request", std::move(request)}});
  }

  struct SetupStep {
    const Node* select = nullptr;
    std::size_t number = 0; ///< of the sighting, if it is no select
  };

  const Node& endpoints_;
  const Node& journeys_;
  const std::vector<Sighting>& sightings_;
  const LightLoad& load_;
  bool let_pass_;
  LoneCall call_;
  const Node* shared_setup_ = nullptr; // of a journey, whose lists it picks from
  std::set<std::string> provided_;
  std::map<std::size_t, std::vector<std::pair<std::string, std::string>>> appended_; // by sighting: list, field
  std::vector<SetupStep> prepared_;
  std::set<const Node*> prepared_selects_;
};

/// What says how much load there is, and ends a test early.
constexpr std::array load_keys = {"scenarios", "vus", "duration", "iterations", "stages", "thresholds"};

} // namespace

std::vector<config::NodeEntry> LoneCall::test(const config::Document& document, const LightLoad& load) const
{
  Node options = document.root.find("options") != nullptr ? *document.root.find("options") : Node::map({});
  for (const char* key : load_keys)
    erase(options, key);
  put(options, "scenarios",
      map_of({{"light", map_of({{"executor", scalar("constant-vus")},
                                {"vus", scalar(std::to_string(load.users))},
                                {"duration", scalar(fmt::format("{}s", load.duration_s))},
                                {"gracefulStop", scalar("5s")}})}}));
  std::vector<Node> steps = selects;
  steps.push_back(request);
  steps.push_back(
      map_of({{"sleep", map_of({{"random", list_of({scalar(fmt::format("{:.6g}s", load.think_s * 0.5)),
                                                    scalar(fmt::format("{:.6g}s", load.think_s * 1.5))})}})}}));
  Node journey = map_of({{"steps", list_of(std::move(steps))}});
  if (setup.kind != Node::Kind::null)
    put(journey, "setup", setup);
  return map_of({{"test", scalar(endpoint + "-alone")},
                 {"options", std::move(options)},
                 {"journeys", map_of({{"default", std::move(journey)}})},
                 {"faults", list_of({})}, // what happens to the system in the test that the request is taken from
                 {"actions", list_of({})}})
      .entries;
}

LoneCall lone_call(const config::Document& document, std::span<const std::string> journeys, const std::string& endpoint,
                   const LightLoad& load)
{
  std::optional<LoneCall> first;
  for (const std::string& name : journeys) {
    const std::vector<Sighting> sightings = sightings_of(*document.root.find("journeys")->find(name)->find("steps"));
    for (std::size_t i = 0; i < sightings.size(); ++i) {
      if (text_of(*sightings[i].request, "endpoint") != endpoint)
        continue;
      LoneCall call = Extraction(document, sightings, load, true).call(i);
      if (not call.let_pass.empty() && not call.borrowed.empty()) // passing, it might never ask for what was borrowed
        call = Extraction(document, sightings, load, false).call(i);
      if (call.possible)
        return call;
      if (not first)
        first = std::move(call);
    }
  }
  return first.value_or(LoneCall{});
}

} // namespace onsale::fit
