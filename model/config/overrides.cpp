#include "model/config/overrides.hpp"

#include "model/config/text_file.hpp"
#include "model/config/wording.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>
#include <vector>

namespace onsale::config {

namespace {

std::string element_name(const Node& element)
{
  for (const auto* key : {"name", "id", "do", "fault"})
    if (const auto* name = element.find(key); name != nullptr and name->kind == Node::Kind::scalar)
      return name->text;
  return {};
}

struct Child {
  std::string name;
  Node* value = nullptr;
};

std::vector<Child> children(Node& node)
{
  std::vector<Child> result;
  for (auto& entry : node.entries)
    result.push_back({entry.key, &entry.value});
  for (auto& item : node.items)
    result.push_back({element_name(item), &item});
  return result;
}

/// The child whose name is the whole rest of the path or its beginning up to a dot; the longest such name, because
/// names may contain dots.
Child matching_child(Node& node, std::string_view rest)
{
  Child best;
  for (auto& child : children(node)) {
    const bool begins = not child.name.empty() and rest.starts_with(child.name) and
                        (rest.size() == child.name.size() or rest[child.name.size()] == '.');
    if (begins and child.name.size() > best.name.size())
      best = std::move(child);
  }
  if (best.value != nullptr or node.kind != Node::Kind::list)
    return best;
  const auto word = rest.substr(0, rest.find('.'));
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), index);
  if (error == std::errc{} and end == word.data() + word.size() and index < node.items.size())
    best = {std::string(word), &node.items[index]};
  return best;
}

std::string no_such_child(Node& node, std::string_view parent, std::string_view word)
{
  const auto where = parent.empty() ? std::string("the document") : std::string(parent);
  std::vector<std::string> names;
  for (auto& child : children(node))
    if (not child.name.empty())
      names.push_back(child.name);
  if (node.kind != Node::Kind::list)
    return fmt::format("{} has no key {}{}", where, in_quotes(word), suggestion(word, names));
  return fmt::format("{} has no element {}, it has {} of them, counted from 0{}", where, in_quotes(word),
                     node.items.size(), names.empty() ? "" : suggestion(word, names));
}

} // namespace

std::optional<Override> parse_override(std::string_view text, Faults& faults)
{
  const auto equals = text.find('=');
  if (equals == std::string_view::npos or equals == 0) {
    faults.add({std::string(set_option)}, fmt::format("expected name=value, found {}", in_quotes(text)));
    return std::nullopt;
  }
  if (not check_text(text, std::string(set_option), faults))
    return std::nullopt;
  return Override{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

void apply_override(Document& document, std::string_view path, std::string_view value, Faults& faults)
{
  const Place place{std::string(set_option)};
  const auto refuse = [&](const std::string& message) { faults.add(place, fmt::format("{}: {}", path, message)); };
  if (path.empty() or path.front() == '.' or path.back() == '.' or path.find("..") != std::string_view::npos)
    return refuse(fmt::format("expected names joined by dots, found {}", in_quotes(path)));

  auto* node = &document.root;
  auto rest = path;
  while (not rest.empty()) {
    const auto parent = path.substr(0, path.size() - rest.size());
    const auto parent_name = parent.substr(0, parent.empty() ? 0 : parent.size() - 1);
    if (node->kind == Node::Kind::scalar)
      return refuse(fmt::format("{} is a single value and has no keys", parent_name));
    auto child = matching_child(*node, rest);
    if (child.value == nullptr) {
      const auto word = rest.substr(0, rest.find('.'));
      const bool is_last = word.size() == rest.size();
      const bool may_be_new = node->kind != Node::Kind::list and (is_last or parent.empty());
      if (not may_be_new)
        return refuse(no_such_child(*node, parent_name, word));
      node->kind = Node::Kind::map; // an empty section becomes one with a key
      node->entries.push_back({std::string(word), place, is_last ? Node{} : Node::map(place)});
      child = {std::string(word), &node->entries.back().value};
    }
    node = child.value;
    rest.remove_prefix(std::min(rest.size(), child.name.size() + 1));
  }
  if (node->kind == Node::Kind::list or node->kind == Node::Kind::map)
    return refuse(fmt::format("is {}, only a single value can be set", described(*node)));
  *node = Node::scalar(place, std::string(value));
}

const Node* find_value(Document& document, std::string_view path)
{
  auto* node = &document.root;
  while (node != nullptr and not path.empty()) {
    const auto child = matching_child(*node, path);
    node = child.value;
    path.remove_prefix(std::min(path.size(), child.name.size() + 1));
  }
  return node;
}

} // namespace onsale::config
