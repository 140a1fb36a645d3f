#pragma once

#include "model/config/faults.hpp"
#include "model/config/node.hpp"
#include "model/config/rule.hpp"
#include "model/config/units.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::config {

class Object;

/// A name in the file and what it stands for in the program.
template <class E> using Choice = std::pair<std::string_view, E>;

/// A value at a place in a document, not yet of any type: a view, which the document and the faults must outlive.
/// Reading it as a type checks the rule; what is wrong becomes a fault and the default (or a zero) is returned, so that
/// reading goes on and finds the rest.
class Value {
public:
  /// @param path  how messages call it: `endpoints.reserve.cpu`
  Value(const Node& node, std::string path, Faults& faults) : node_(&node), path_(std::move(path)), faults_(&faults) {}

  const Node& node() const { return *node_; }
  const Place& place() const { return node_->place; }
  const std::string& path() const { return path_; }
  bool is_scalar() const { return node_->kind == Node::Kind::scalar; }
  bool is_list() const { return node_->kind == Node::Kind::list; }
  bool is_map() const { return node_->kind == Node::Kind::map; }

  double number(const Rule<double>& rule = {}) const;
  std::int64_t integer(const Rule<std::int64_t>& rule = {}) const;
  double ratio(const Rule<double>& rule = {}) const;             ///< 0 to 1, also written `12%`
  Duration duration(const Rule<Duration>& rule = {}) const;      ///< at least 0 unless the rule has a minimum
  std::int64_t bytes(const Rule<std::int64_t>& rule = {}) const; ///< at least 0 unless the rule has a minimum
  double rate_per_s(const Rule<double>& rule = {}) const;        ///< at least 0 unless the rule has a minimum
  bool boolean(const BooleanRule& rule = {}) const;
  std::string text(const TextRule& rule = {}) const;

  /// One of some names, in any case: value.one_of<Law>({{"fixed", Law::fixed}, {"lognormal", Law::lognormal}}).
  template <class E> E one_of(std::initializer_list<Choice<E>> choices, std::optional<E> default_value = {}) const;

  /// The elements, each called `path[index]`.
  std::vector<Value> list(const ListRule& rule = {}) const;
  Object object() const;

  /// Names what is read here, so that its schema is written once: for what stands in several places, or in itself.
  /// @param says  what it is
  void is_a(std::string_view shape, std::string_view says) const;
  /// Tells who listens (Faults::listen) what is expected here.
  void note(Question::Kind kind, std::vector<std::string> words = {}, Question::Limits limits = {},
            std::string_view says = {}) const;

  /// Adds a fault about this value: `place: path: message`.
  void fault(std::string_view message) const;

private:
  /// Index of the choice with this name, or a fault and nothing.
  std::optional<std::size_t> index_of(const std::vector<std::string>& names) const;

  const Node* node_;
  std::string path_;
  Faults* faults_;
};

template <class E> E Value::one_of(std::initializer_list<Choice<E>> choices, std::optional<E> default_value) const
{
  std::vector<std::string> names;
  for (const auto& choice : choices)
    names.emplace_back(choice.first);
  if (faults_->questions() != nullptr) {
    const auto is_default = [&](const Choice<E>& choice) { return default_value and choice.second == *default_value; };
    const auto* const found = std::find_if(choices.begin(), choices.end(), is_default);
    note(Question::Kind::choice, names, {.default_value = std::string(found == choices.end() ? "" : found->first)});
  }
  if (const auto index = index_of(names))
    return (choices.begin() + *index)->second;
  return default_value.value_or(choices.begin()->second);
}

} // namespace onsale::config
