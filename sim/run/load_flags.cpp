#include "sim/run/load_flags.hpp"

#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace onsale::run {
namespace {

using config::Faults;
using config::Node;
using config::Place;

Place at(std::string_view flag)
{
  return {std::string(flag), 0, 0};
}

std::vector<std::string> split(std::string_view text)
{
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

void put(Node& map, const std::string& key, Node value)
{
  map.kind = Node::Kind::map; // also of an empty section
  if (auto* const there = map.find(key))
    *there = std::move(value);
  else
    map.entries.push_back({key, value.place, std::move(value)});
}

/// What of a load is run: k6 drops all of it when a flag says another.
void drop_execution(Node& options)
{
  constexpr std::array<std::string_view, 4> execution{"duration", "iterations", "stages", "scenarios"};
  std::erase_if(options.entries, [&](const config::NodeEntry& entry) {
    return std::ranges::find(execution, entry.key) != execution.end();
  });
}

Node list_of(const Place& place, std::vector<Node> items)
{
  Node list;
  list.kind = Node::Kind::list;
  list.place = place;
  list.items = std::move(items);
  return list;
}

Node stages_of(const std::vector<std::string>& written, Faults& faults)
{
  const auto place = at("--stage");
  std::vector<Node> stages;
  for (const auto& flag : written)
    for (const auto& text : split(flag)) {
      const auto colon = text.find(':');
      if (colon == std::string::npos)
        faults.add(place, fmt::format("expected DURATION:TARGET such as 1m:100, found {}", config::in_quotes(text)));
      auto stage = Node::map(place);
      put(stage, "duration", Node::scalar(place, text.substr(0, colon)));
      put(stage, "target", Node::scalar(place, colon == std::string::npos ? "0" : text.substr(colon + 1)));
      stages.push_back(std::move(stage));
    }
  return list_of(place, std::move(stages));
}

void put_tags(Node& options, const std::vector<std::string>& written, Faults& faults)
{
  const auto place = at("--tag");
  if (options.find("tags") == nullptr)
    put(options, "tags", Node::map(place));
  for (const auto& text : written) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      faults.add(place, fmt::format("expected NAME=VALUE, found {}", config::in_quotes(text)));
    else
      put(*options.find("tags"), text.substr(0, equals), Node::scalar(place, text.substr(equals + 1)));
  }
}

} // namespace

std::vector<std::string> LoadFlags::written() const
{
  std::vector<std::string> all;
  const auto add = [&](const char* name, const std::string& value) {
    if (not value.empty())
      all.push_back(fmt::format("{} {}", name, value));
  };
  add("--vus", vus ? std::to_string(*vus) : "");
  add("--duration", duration.value_or(""));
  add("--iterations", iterations ? std::to_string(*iterations) : "");
  for (const auto& stage : stages)
    add("--stage", stage);
  for (const auto& tag : tags)
    add("--tag", tag);
  add("--summary-trend-stats", trend_stats);
  add("--summary-time-unit", time_unit);
  add("--k6-version", k6_version);
  if (no_setup)
    all.emplace_back("--no-setup");
  if (no_teardown)
    all.emplace_back("--no-teardown");
  return all;
}

void lay_over(Node& options, const LoadFlags& flags, Faults& faults)
{
  if (flags.duration || flags.iterations || not flags.stages.empty())
    drop_execution(options);
  const auto number = [&](const char* key, const char* flag, const std::optional<std::int64_t>& value) {
    if (value)
      put(options, key, Node::scalar(at(flag), std::to_string(*value)));
  };
  number("vus", "--vus", flags.vus);
  number("iterations", "--iterations", flags.iterations);
  if (flags.duration)
    put(options, "duration", Node::scalar(at("--duration"), *flags.duration));
  if (not flags.stages.empty())
    put(options, "stages", stages_of(flags.stages, faults));
  if (not flags.tags.empty())
    put_tags(options, flags.tags, faults);
  if (not flags.trend_stats.empty()) {
    std::vector<Node> names;
    for (const auto& name : split(flags.trend_stats))
      names.push_back(Node::scalar(at("--summary-trend-stats"), name));
    put(options, "summaryTrendStats", list_of(at("--summary-trend-stats"), std::move(names)));
  }
  if (not flags.time_unit.empty())
    put(options, "summaryTimeUnit", Node::scalar(at("--summary-time-unit"), flags.time_unit));
}

k6::K6Version version_of(const LoadFlags& flags, Faults& faults)
{
  if (flags.k6_version.empty())
    return {};
  const auto version = k6::parse_k6_version(flags.k6_version);
  if (not version)
    faults.add(at("--k6-version"),
               fmt::format("expected a version such as 0.47 or 2.2, found {}", config::in_quotes(flags.k6_version)));
  return version.value_or(k6::K6Version{});
}

} // namespace onsale::run
