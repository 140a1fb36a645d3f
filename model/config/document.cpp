#include "model/config/document.hpp"

#include "model/config/text_file.hpp"
#include "model/config/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace onsale::config {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_files = 64; // files that include each other twice would otherwise be read 2^n times
constexpr std::string_view include_key = "include";

class Loader {
public:
  explicit Loader(Faults& faults) : faults_(faults) {}

  Node load(const fs::path& path, const Place& asked_at)
  {
    const auto text = read_text_file(path, asked_at, faults_);
    return text ? parse(*text, path.string()) : unreadable(path.string());
  }

  Node parse(std::string_view text, const std::string& file)
  {
    files_.push_back(file);
    auto documents = read_yaml(text, file, faults_);
    if (not documents)
      return unreadable(file);
    if (documents->empty())
      return Node::map({file});
    if (documents->size() > 1)
      faults_.add((*documents)[1].place, "a second document begins here, expected one document in a file");
    auto& root = documents->front();
    if (root.kind == Node::Kind::null)
      return Node::map({file});
    if (root.kind != Node::Kind::map) {
      faults_.add(root.place, fmt::format("expected a map of keys and values, found {}", described(root)));
      return unreadable(file);
    }
    return with_includes(std::move(root), file);
  }

  Document finish(Node root) { return {std::move(root), std::move(files_), complete_}; }

private:
  Node with_includes(Node own, const std::string& file)
  {
    const auto include = std::ranges::find(own.entries, include_key, &NodeEntry::key);
    if (include == own.entries.end())
      return own;
    const auto wanted = std::move(include->value);
    own.entries.erase(include);
    chain_.push_back(file);
    auto base = Node::map(own.place);
    for (const auto& name : wanted.kind == Node::Kind::list ? wanted.items : std::vector{wanted})
      base = merged(std::move(base), included(name, file));
    chain_.pop_back();
    return merged(std::move(base), own);
  }

  Node included(const Node& name, const std::string& from)
  {
    const auto refuse = [&](std::string message) {
      faults_.add(name.place, std::move(message));
      return unreadable(from);
    };
    if (name.kind != Node::Kind::scalar or name.text.empty())
      return refuse(fmt::format("include: expected the name of a file, found {}", described(name)));
    const auto path = (fs::path(from).parent_path() / name.text).lexically_normal();
    const auto same_file = [&](const std::string& other) { return fs::path(other).lexically_normal() == path; };
    if (const auto start = std::ranges::find_if(chain_, same_file); start != chain_.end())
      return refuse(fmt::format("include: cycle {} -> {}", fmt::join(start, chain_.end(), " -> "), path.string()));
    if (files_.size() >= most_files)
      return refuse(fmt::format("include: more than {} files", most_files));
    return load(path, name.place);
  }

  Node unreadable(const std::string& file)
  {
    complete_ = false;
    return Node::map({file});
  }

  Faults& faults_;
  std::vector<std::string> files_;
  std::vector<std::string> chain_; // files whose includes are being read, outermost first
  bool complete_ = true;
};

} // namespace

Document load_document(const fs::path& path, Faults& faults)
{
  Loader loader(faults);
  return loader.finish(loader.load(path, {path.string()}));
}

Document parse_document(std::string_view text, const std::string& file, Faults& faults)
{
  Loader loader(faults);
  return loader.finish(loader.parse(text, file));
}

} // namespace onsale::config
