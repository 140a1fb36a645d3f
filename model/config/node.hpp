#pragma once

#include "model/config/place.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::config {

struct NodeEntry;

/// One value of a document, with the place where it was written. Unlike a YAML library's node it keeps its own file, so
/// that documents can be merged; maps keep the order of their keys, and no key twice.
struct Node {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  Place place;
  std::string text;               ///< scalar only
  std::vector<Node> items;        ///< list only
  std::vector<NodeEntry> entries; ///< map only

  static Node scalar(Place place, std::string text);
  static Node map(Place place);

  /// The value of a key of this map, nullptr if there is none.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
};

/// A key of a map and its value, each at its place.
struct NodeEntry {
  std::string key;
  Place place;
  Node value;
};

/// What a value is, in words for a message: `nothing`, `"six"`, `a list`, `a map`.
std::string described(const Node& node);

/// How many nodes the tree has, itself included, and how many levels (a scalar has 1).
struct NodeExtent {
  std::size_t nodes = 1;
  std::size_t levels = 1;
};
NodeExtent extent(const Node& node);

/// Lays one tree over another: maps merge key by key, everything else is replaced. Every part keeps its own place; keys
/// keep the order of the base, new ones follow.
Node merged(Node base, const Node& over);

} // namespace onsale::config
