#include "calibration/fit/parameter.hpp"

#include "model/config/overrides.hpp"
#include "model/config/units.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace onsale::fit {
namespace {

using config::Document;
using config::Node;

/// A scalar with the path that leads to it.
struct Leaf {
  std::string path;
  const Node* node = nullptr;
};

void collect(const Node& node, const std::string& path, std::vector<Leaf>& leaves)
{
  const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
  if (node.kind == Node::Kind::scalar)
    leaves.push_back({path, &node});
  for (std::size_t i = 0; i < node.items.size(); ++i)
    collect(node.items[i], below(std::to_string(i)), leaves);
  for (const auto& entry : node.entries)
    collect(entry.value, below(entry.key), leaves);
}

std::vector<Leaf> leaves_of(const Document& document)
{
  std::vector<Leaf> leaves;
  collect(document.root, "", leaves);
  return leaves;
}

std::optional<WrittenValue> number_of(const Leaf& leaf)
{
  const std::string& text = leaf.node->text;
  const auto split = text.find_first_not_of("0123456789.+-eE");
  const std::string digits = text.substr(0, split);
  const auto number = config::parse_number(digits);
  const std::string unit = split == std::string::npos ? "" : text.substr(split);
  if (not number.value || not(*number.value > 0) || unit.find_first_of("0123456789") != std::string::npos)
    return std::nullopt;
  return WrittenValue{leaf.path, leaf.node->place, text, *number.value, unit};
}

/// `*` matches one key or element.
bool matches(std::string_view path, std::string_view pattern)
{
  while (not pattern.empty() && not path.empty()) {
    const auto path_end = std::min(path.find('.'), path.size());
    const auto pattern_end = std::min(pattern.find('.'), pattern.size());
    const auto word = pattern.substr(0, pattern_end);
    if (word != "*" && word != path.substr(0, path_end))
      return false;
    path.remove_prefix(std::min(path_end + 1, path.size()));
    pattern.remove_prefix(std::min(pattern_end + 1, pattern.size()));
  }
  return path.empty() && pattern.empty();
}

std::vector<std::string> split(std::string_view text, char separator)
{
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

class Finder {
public:
  Finder(const Document& document, config::Faults& faults) : leaves_(leaves_of(document)), faults_(faults) {}

  /// The leaves that one name without `+` means; a map stands for its `cpu` or `mean`.
  std::vector<Leaf> find(const std::string& name) const
  {
    for (const char* suffix : {"", ".mean", ".cpu", ".cpu.mean"}) {
      std::vector<Leaf> found;
      std::copy_if(leaves_.begin(), leaves_.end(), std::back_inserter(found),
                   [&](const Leaf& leaf) { return matches(leaf.path, name + suffix); });
      if (not found.empty())
        return found;
    }
    std::vector<std::string> known;
    for (const Leaf& leaf : leaves_)
      known.push_back(leaf.path);
    faults_.add({"--fit", 0, 0}, fmt::format("the scenario has no value {}{}", config::in_quotes(name),
                                             config::suggestion(name, known)));
    return {};
  }

  /// A leaf and all others that the same anchor writes.
  std::vector<Leaf> with_aliases(const Leaf& leaf) const
  {
    std::vector<Leaf> same{leaf};
    std::copy_if(leaves_.begin(), leaves_.end(), std::back_inserter(same),
                 [&](const Leaf& other) { return other.path != leaf.path && other.node->place == leaf.node->place; });
    return same;
  }

  std::optional<Parameter> parameter(const std::vector<Leaf>& leaves) const
  {
    Parameter parameter;
    for (const Leaf& leaf : leaves)
      for (const Leaf& each : with_aliases(leaf)) {
        const auto value = number_of(each);
        if (not value) {
          faults_.add(each.node->place,
                      fmt::format("{}: a fit starts from a number above 0 with at most a unit, such as "
                                  "0.8ms, found {}",
                                  each.path, config::in_quotes(each.node->text)));
          return std::nullopt;
        }
        if (std::none_of(parameter.values.begin(), parameter.values.end(),
                         [&](const WrittenValue& other) { return other.path == value->path; }))
          parameter.values.push_back(*value);
      }
    parameter.name = parameter.values.front().path;
    parameter.kind = parameter.unit() == "%" ? Parameter::Kind::share : Parameter::Kind::scale;
    if (parameter.kind == Parameter::Kind::share && (parameter.start() >= 100 || parameter.values.size() > 1)) {
      faults_.add(parameter.values.front().place,
                  fmt::format("{}: a share can be fitted between 0 % and 100 %, untied", parameter.name));
      return std::nullopt;
    }
    return parameter;
  }

private:
  std::vector<Leaf> leaves_;
  config::Faults& faults_;
};

} // namespace

std::string WrittenValue::text(double factor) const
{
  return fmt::format("{:.7g}{}", number * factor, unit);
}

double Parameter::value(double coordinate) const
{
  if (kind == Kind::scale)
    return start() * std::exp(coordinate);
  const double odds = start() / (100 - start()) * std::exp(coordinate);
  return 100 * odds / (1 + odds);
}

double Parameter::coordinate(double value) const
{
  if (kind == Kind::scale)
    return std::log(value / start());
  return std::log(value / (100 - value)) - std::log(start() / (100 - start()));
}

std::string Parameter::text(double coordinate) const
{
  return values.front().text(value(coordinate) / start());
}

std::vector<std::string> Parameter::sets(double coordinate) const
{
  std::vector<std::string> sets;
  for (const WrittenValue& each : values)
    sets.push_back(each.path + "=" + each.text(value(coordinate) / start()));
  return sets;
}

std::vector<Parameter> find_parameters(const Document& document, const std::vector<std::string>& names,
                                       config::Faults& faults)
{
  const Finder finder(document, faults);
  std::vector<Parameter> parameters;
  const auto add = [&](const std::vector<Leaf>& leaves) {
    const auto parameter = finder.parameter(leaves);
    if (not parameter)
      return;
    const auto same_place = [&](const Parameter& other) {
      return std::any_of(other.values.begin(), other.values.end(), [&](const WrittenValue& value) {
        return std::any_of(parameter->values.begin(), parameter->values.end(),
                           [&](const WrittenValue& own) { return own.place == value.place; });
      });
    };
    if (std::none_of(parameters.begin(), parameters.end(), same_place)) // named twice, or by another alias
      parameters.push_back(*parameter);
  };
  for (const std::string& name : names) {
    const auto tied = split(name, '+');
    std::vector<Leaf> leaves;
    for (const std::string& part : tied)
      for (const Leaf& leaf : finder.find(part))
        leaves.push_back(leaf);
    if (leaves.empty())
      continue;
    if (tied.size() > 1)
      add(leaves);
    else
      for (const Leaf& leaf : leaves)
        add({leaf});
  }
  return parameters;
}

std::vector<std::string> demand_names(const Document& document)
{
  std::vector<std::string> names;
  for (const Leaf& leaf : leaves_of(document)) {
    const auto parts = split(leaf.path, '.');
    const std::string& last = parts.back() == "mean" && parts.size() > 1 ? parts[parts.size() - 2] : parts.back();
    const bool demand = last == "cpu" || last == "query" || last == "redis" || last == "delay" || last == "per-row";
    const bool of_flow = parts.size() > 2 && parts[0] == "endpoints" && parts[2] == "flow";
    const bool of_commit = parts.size() > 1 && parts[0] == "mysql" && (last == "fsync" || last == "commit-cpu");
    if (((of_flow && demand) || of_commit) && number_of(leaf))
      names.push_back(leaf.path);
  }
  return names;
}

std::vector<std::string> sets_of(const std::vector<Parameter>& parameters, const Coordinates& coordinates)
{
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < parameters.size(); ++i)
    for (std::string& set : parameters[i].sets(coordinates[i]))
      sets.push_back(std::move(set));
  return sets;
}

} // namespace onsale::fit
