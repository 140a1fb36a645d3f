#include "sim/interop/probes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::interop {
namespace {

using config::Node;
using Kind = config::Question::Kind;

constexpr std::size_t forms = 3; // a single value, a list, a map

const config::Place nowhere{"made-up"};

Node scalar_node(std::string text)
{
  return Node::scalar(nowhere, std::move(text));
}

Node list_node(std::vector<Node> items)
{
  Node node;
  node.kind = Node::Kind::list;
  node.place = nowhere;
  node.items = std::move(items);
  return node;
}

void put(Node& map, const std::string& key, Node value)
{
  map.entries.push_back({key, nowhere, std::move(value)});
}

bool is_in_a_group(const Shape& shape, const std::string& key)
{
  return std::ranges::any_of(shape.one_of,
                             [&](const auto& group) { return std::ranges::find(group, key) != group.end(); });
}

bool is_choice(const Shape& shape)
{
  return shape.scalars.size() == 1 and shape.scalars.front().kind == Kind::choice;
}

void append(std::vector<Node>& all, std::vector<Node> more)
{
  std::ranges::move(more, std::back_inserter(all));
}

} // namespace

std::vector<Node> Probes::of(const Shape& shape)
{
  const Shape& known = format_.resolved(shape);
  const bool is_shown = not shape.name.empty() and not shown_.insert(shape.name).second;
  std::vector<Node> values;
  for (const Scalar& scalar : known.scalars) {
    append(values, of_scalar(scalar));
    if (is_shown)
      return {values.front()};
  }
  if (is_shown)
    return {known.is_list ? list_node({}) : Node::map(nowhere)};
  const bool is_new = not known.is_tried;
  if (known.scalars.empty() and (is_new or not known.is_known()))
    values.push_back(scalar_node(number()));
  if (known.element != nullptr) {
    const std::vector<Node> elements = of(*known.element);
    values.push_back(list_node({elements.front(), elements.back()})); // a pair such as [lowest, highest]
    values.push_back(list_node(elements));
  } else if (is_new) {
    values.push_back(list_node({scalar_node(number()), scalar_node(number())}));
  }
  if (known.is_map or is_new)
    append(values, of_map(known));
  return values;
}

std::vector<Node> Probes::of_scalar(const Scalar& scalar)
{
  std::vector<Node> values;
  switch (scalar.kind) {
  case Kind::choice:
    for (const std::string& word : scalar.words)
      values.push_back(scalar_node(word));
    return values;
  case Kind::duration:
    return {scalar_node(number() + "s")};
  case Kind::bytes:
    return {scalar_node(number() + "KB")};
  case Kind::ratio:
    return {scalar_node("0.0" + number())};
  case Kind::boolean:
    return {scalar_node("true"), scalar_node("false")};
  case Kind::text:
    return {scalar_node("any" + number())};
  default:
    return {scalar_node(number())};
  }
}

std::vector<Node> Probes::of_map(const Shape& shape)
{
  std::vector<Node> maps = {Node::map(nowhere)};
  if (shape.own != nullptr)
    maps.push_back(own_keys(shape));
  of_keys(shape, maps);
  return maps;
}

/// Each key alone, with each of its values, as long as that brings something new. Then all keys at once, with different
/// values in each round: beside every word of a choice, and of a group of which only one may be there each has its
/// turn.
void Probes::of_keys(const Shape& shape, std::vector<Node>& maps)
{
  std::vector<std::vector<Node>> values;
  std::vector<std::string> alternatives;
  for (const Shape::Key& key : shape.keys) {
    values.push_back(of(*key.value));
    if (not format_.resolved(*key.value).is_settled)
      for (const Node& value : values.back())
        put(maps.emplace_back(Node::map(nowhere)), key.name, value);
    if (is_in_a_group(shape, key.name))
      alternatives.push_back(key.name);
  }
  if (alternatives.size() == shape.keys.size())
    return; // each alone is all there is
  if (alternatives.empty())
    alternatives.emplace_back();
  for (const std::string& alternative : alternatives) {
    const auto is_there = [&](const std::string& key) { return key == alternative or not is_in_a_group(shape, key); };
    std::size_t words = 1;
    for (std::size_t i = 0; i < shape.keys.size(); ++i)
      if (is_there(shape.keys[i].name) and is_choice(*shape.keys[i].value))
        words = std::max(words, values[i].size());
    for (std::size_t round = 0; round < words * forms; ++round) {
      Node& map = maps.emplace_back(Node::map(nowhere));
      for (std::size_t i = 0; i < shape.keys.size(); ++i)
        if (const Shape::Key& key = shape.keys[i]; is_there(key.name))
          put(map, key.name, values[i][(is_choice(*key.value) ? round / forms : round) % values[i].size()]);
    }
  }
}

Node Probes::own_keys(const Shape& shape)
{
  Node map = Node::map(nowhere);
  const std::vector<Node> values = of(*shape.own);
  for (std::size_t i = 0; i < std::max(values.size(), shape.own_names.size()); ++i)
    put(map, i < shape.own_names.size() ? shape.own_names[i] : fmt::format("own{}", ++made_),
        values[i % values.size()]);
  return map;
}

std::string Probes::number()
{
  return fmt::format("{}", 1 + made_++ % 7);
}

} // namespace onsale::interop
