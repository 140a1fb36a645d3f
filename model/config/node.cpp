#include "model/config/node.hpp"

#include "model/config/wording.hpp"

#include <algorithm>
#include <utility>

namespace onsale::config {

Node Node::scalar(Place place, std::string text)
{
  Node node;
  node.kind = Kind::scalar;
  node.place = std::move(place);
  node.text = std::move(text);
  return node;
}

Node Node::map(Place place)
{
  Node node;
  node.kind = Kind::map;
  node.place = std::move(place);
  return node;
}

const Node* Node::find(std::string_view key) const
{
  const auto found = std::ranges::find(entries, key, &NodeEntry::key);
  return found == entries.end() ? nullptr : &found->value;
}

Node* Node::find(std::string_view key)
{
  return const_cast<Node*>(std::as_const(*this).find(key));
}

std::string described(const Node& node)
{
  switch (node.kind) {
  case Node::Kind::null:
    return "nothing";
  case Node::Kind::scalar:
    return in_quotes(node.text);
  case Node::Kind::list:
    return "a list";
  case Node::Kind::map:
    return "a map";
  }
  return "nothing";
}

NodeExtent extent(const Node& node)
{
  NodeExtent total;
  const auto include = [&](const Node& child) {
    const auto part = extent(child);
    total.nodes += part.nodes;
    total.levels = std::max(total.levels, part.levels + 1);
  };
  for (const auto& item : node.items)
    include(item);
  for (const auto& entry : node.entries)
    include(entry.value);
  return total;
}

Node merged(Node base, const Node& over)
{
  if (base.kind != Node::Kind::map or over.kind != Node::Kind::map)
    return over;
  base.place = over.place;
  for (const auto& entry : over.entries) {
    const auto existing = std::ranges::find(base.entries, entry.key, &NodeEntry::key);
    if (existing == base.entries.end())
      base.entries.push_back(entry);
    else
      *existing = {entry.key, entry.place, merged(std::move(existing->value), entry.value)};
  }
  return base;
}

} // namespace onsale::config
