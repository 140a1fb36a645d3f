#include "model/config/yaml_reader.hpp"

#include "model/config/text_file.hpp"
#include "model/config/wording.hpp"

#include <fmt/core.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cstddef>
#include <map>
#include <sstream>
#include <utility>

namespace onsale::config {

namespace {

constexpr std::size_t most_nodes = 100'000;
constexpr std::size_t most_levels = 100;

/// Builds the tree from the parser's events rather than from YAML::Node, which hides duplicated keys and follows
/// aliases without limit.
class TreeBuilder : public YAML::EventHandler {
public:
  TreeBuilder(std::string file, Faults& faults) : file_(std::move(file)), faults_(faults) {}

  std::vector<Node> take_documents() { return std::move(documents_); }

  void OnDocumentStart(const YAML::Mark& mark) override
  {
    anchors_.clear();
    root_ = Node{};
    root_.place = place(mark);
  }
  void OnDocumentEnd() override { documents_.push_back(std::move(root_)); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
  {
    Node node;
    node.place = place(mark);
    complete(mark, std::move(node), anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& text) override
  {
    complete(mark, Node::scalar(place(mark), text), anchor);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
  {
    const auto target = anchors_.find(anchor);
    if (target == anchors_.end())
      throw YAML::ParserException(mark, "an alias stands inside its own anchor");
    const auto [nodes, levels] = extent(target->second);
    count(mark, nodes);
    check_levels(mark, open_.size() + levels);
    add(mark, target->second);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override
  {
    open(mark, Node::Kind::list, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
  {
    open(mark, Node::Kind::map, anchor);
  }
  void OnMapEnd() override { close(); }

private:
  /// A list or map that has begun and not yet ended.
  struct Open {
    YAML::Mark mark;
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<NodeEntry> key = {};           // read, its value still to come
    std::map<std::string, int> line_of_key = {}; // where each key was first given
    bool skip_value = false;                     // the key was at fault
  };

  Place place(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  void open(const YAML::Mark& mark, Node::Kind kind, YAML::anchor_t anchor)
  {
    check_levels(mark, open_.size() + 1);
    Node node;
    node.kind = kind;
    node.place = place(mark);
    open_.push_back({mark, std::move(node), anchor});
  }

  void close()
  {
    auto done = std::move(open_.back());
    open_.pop_back();
    complete(done.mark, std::move(done.node), done.anchor);
  }

  void complete(const YAML::Mark& mark, Node node, YAML::anchor_t anchor)
  {
    count(mark, 1);
    if (anchor != 0)
      anchors_[anchor] = node;
    add(mark, std::move(node));
  }

  void add(const YAML::Mark& mark, Node node)
  {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    auto& parent = open_.back();
    if (parent.node.kind == Node::Kind::list)
      parent.node.items.push_back(std::move(node));
    else if (not parent.key)
      start_entry(parent, mark, node);
    else
      finish_entry(parent, std::move(node));
  }

  void start_entry(Open& parent, const YAML::Mark& mark, const Node& key)
  {
    parent.key = NodeEntry{key.text, place(mark), {}};
    parent.skip_value = true;
    if (key.kind != Node::Kind::scalar) {
      faults_.add(place(mark), fmt::format("a key must be a single word, found {}", described(key)));
      return;
    }
    const auto [first, is_new] = parent.line_of_key.emplace(key.text, mark.line + 1);
    if (not is_new)
      faults_.add(place(mark),
                  fmt::format("key {} is given twice, first on line {}", in_quotes(key.text), first->second));
    parent.skip_value = not is_new;
  }

  static void finish_entry(Open& parent, Node value)
  {
    if (value.kind == Node::Kind::null)
      value.place = parent.key->place; // the parser reports the next token, which may be lines away
    parent.key->value = std::move(value);
    if (not parent.skip_value)
      parent.node.entries.push_back(std::move(*parent.key));
    parent.key.reset();
  }

  void count(const YAML::Mark& mark, std::size_t nodes)
  {
    nodes_ += nodes;
    if (nodes_ > most_nodes)
      throw YAML::ParserException(mark, fmt::format("more than {} values, aliases counted each time", most_nodes));
  }

  static void check_levels(const YAML::Mark& mark, std::size_t levels)
  {
    if (levels > most_levels)
      throw YAML::ParserException(mark, fmt::format("nested more than {} levels deep", most_levels));
  }

  std::string file_;
  Faults& faults_;
  std::vector<Node> documents_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchors_;
  std::size_t nodes_ = 0;
};

/// The first such line, from 1; 0: none.
int line_indented_by_a_tab(std::string_view text)
{
  int number = 1;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const std::size_t words = std::min(line.find_first_not_of(" \t"), line.size());
    if (words < line.size() && line[words] != '#' && line.substr(0, words).find('\t') != std::string_view::npos)
      return number;
    at = end + 1;
  }
  return 0;
}

} // namespace

std::optional<std::vector<Node>> read_yaml(std::string_view text, const std::string& file, Faults& faults)
{
  if (not check_text(text, file, faults))
    return std::nullopt;
  std::istringstream stream{std::string(text)};
  TreeBuilder builder(file, faults);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    const bool has_mark = not error.mark.is_null();
    const auto place = has_mark ? Place{file, error.mark.line + 1, error.mark.column + 1} : Place{file};
    if (const int line = line_indented_by_a_tab(text); line > 0)
      faults.add({file, line, 1}, "is indented by a tab; YAML wants spaces");
    else
      faults.add(place, fmt::format("cannot be read as YAML: {}", error.msg));
    return std::nullopt;
  }
  return builder.take_documents();
}

} // namespace onsale::config
